"""Dockerfile and docker-compose.yml tell the truth about this program, as far as that shows without a container."""

import importlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from harmwatch.bootstrap import BASE_DIR
from harmwatch.run import children

from .test_settings import variables_in_code, variables_in_settings

# From the Compose specification, as far as we use it; https://github.com/compose-spec/compose-spec
SERVICE_KEYS = {
    "build",
    "cap_drop",
    "command",
    "depends_on",
    "env_file",
    "environment",
    "healthcheck",
    "image",
    "init",
    "networks",
    "ports",
    "read_only",
    "restart",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "tmpfs",
    "volumes",
}
HEALTHCHECK_KEYS = {"test", "interval", "timeout", "retries", "start_period", "disable"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
OURS = ("prepare", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file; what is said twice under one key is an error."""

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [loader.construct_object(key) for key, _value in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(keys) == len(set(keys)), f"said twice: {keys}"
        loader.flatten_mapping(node)
        return dict(yaml.SafeLoader.construct_mapping(loader, node, deep=True))

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    loaded: dict[str, Any] = yaml.load((BASE_DIR / "docker-compose.yml").read_text(), Loader=Strict)
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile with what follows them, continued lines joined."""
    text = (BASE_DIR / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines()]


def program_exists(command: list[str]) -> bool:
    """Whether a command of an image starts something that is here: a module, or a program of the environment."""
    if command[:2] == ["python", "-m"]:
        return importlib.util.find_spec(command[2]) is not None
    if command[:2] == ["python", "manage.py"]:
        return (BASE_DIR / "manage.py").exists()
    return shutil.which(command[0], path=str(Path(sys.executable).parent)) is not None


def test_top_level_and_service_keys_are_those_of_compose(compose: dict[str, Any]) -> None:
    assert {key for key in compose if not key.startswith("x-")} == {"name", "services", "volumes", "networks"}
    for name, service in compose["services"].items():
        assert set(service) <= SERVICE_KEYS, name
        assert set(service.get("healthcheck", {})) <= HEALTHCHECK_KEYS, name
        assert service.get("restart", "unless-stopped") in {"no", "unless-stopped"}, name


def test_every_service_waits_for_services_that_exist_and_can_answer(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other, wait in service.get("depends_on", {}).items():
            assert wait["condition"] in CONDITIONS, name
            if wait["condition"] == "service_healthy":
                assert "test" in services[other]["healthcheck"], f"{name} waits for {other}, which has no health check"
            if wait["condition"] == "service_completed_successfully":
                assert services[other]["restart"] == "no", f"{name} waits for {other} to end"


def test_volumes_and_networks_are_declared_and_used(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    volumes = {volume.split(":")[0] for service in services for volume in service.get("volumes", [])}
    networks = {network for service in services for network in service["networks"]}

    assert volumes == set(compose["volumes"])
    assert networks == set(compose["networks"])


def test_data_lies_where_the_images_keep_it(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert services["postgres"]["image"] == "postgres:18"
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]  # 18 keeps a folder per version in it
    assert services["valkey"]["image"].startswith("valkey/valkey:9")
    assert services["valkey"]["volumes"] == ["valkey:/data"]
    for name in OURS:
        data = services[name]["environment"]["HARMWATCH_VAR_DIR"]
        assert f"data:{data}" in services[name]["volumes"]
        assert services[name]["environment"]["HARMWATCH_MEDIA_ROOT"].startswith(f"{data}/")


def test_variables_are_those_that_the_settings_read(compose: dict[str, Any], dockerfile: list[tuple[str, str]]) -> None:
    known = variables_in_settings() | variables_in_code()
    set_here = {name for service in OURS for name in compose["services"][service]["environment"]}
    in_image = {name for kind, rest in dockerfile if kind == "ENV" for name in re.findall(r"\b(HARMWATCH_\w+)=", rest)}
    asked = set(re.findall(r"\$\{(\w+)", (BASE_DIR / "docker-compose.yml").read_text()))
    example = (BASE_DIR / ".env.example").read_text()

    assert set_here | in_image <= known
    assert {"DATABASE_URL", "CELERY_BROKER_URL"} <= set_here
    for name in asked:
        assert f"\n{name}=" in example, f"{name} is asked from .env and not in .env.example"


def test_our_containers_have_no_rights_to_lose(compose: dict[str, Any]) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["env_file"] == [".env"]
        assert "privileged" not in service


def test_only_the_web_server_is_published_and_to_this_machine_alone(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert compose["networks"]["inside"] == {"internal": True}


def test_commands_start_programs_that_exist(compose: dict[str, Any], dockerfile: list[tuple[str, str]]) -> None:
    from_image = [json.loads(rest) for kind, rest in dockerfile if kind == "CMD"]
    from_health = [json.loads(rest.split("CMD", 1)[1]) for kind, rest in dockerfile if kind == "HEALTHCHECK"]
    commands = [compose["services"][name]["command"] for name in OURS if "command" in compose["services"][name]]
    worker_health = compose["services"]["worker"]["healthcheck"]["test"]

    assert len(from_image) == len(from_health) == 1
    for command in [*from_image, *from_health, *commands, worker_health[1].split()]:
        assert program_exists(command), command


def test_containers_run_what_make_run_runs(compose: dict[str, Any], dockerfile: list[tuple[str, str]]) -> None:
    (web,) = [json.loads(rest) for kind, rest in dockerfile if kind == "CMD"]
    in_containers = {
        "web": web,
        "worker": compose["services"]["worker"]["command"],
        "beat": compose["services"]["beat"]["command"],
    }
    for child in children():
        after_module = list(child.command)[list(child.command).index("-m") + 1 :]
        assert after_module == in_containers[child.name]


def test_the_web_servers_module_and_configuration_can_be_imported(dockerfile: list[tuple[str, str]]) -> None:
    (web,) = [json.loads(rest) for kind, rest in dockerfile if kind == "CMD"]

    assert callable(importlib.import_module(web[-1]).application)
    assert importlib.import_module(web[web.index("-c") + 1].removeprefix("python:")).bind


def test_what_is_copied_exists_and_is_let_through(dockerfile: list[tuple[str, str]]) -> None:
    ignored = (BASE_DIR / ".dockerignore").read_text().splitlines()
    for kind, rest in dockerfile:
        if kind != "COPY" or rest.startswith("--from="):
            continue
        for source in rest.split()[:-1]:
            assert (BASE_DIR / source).exists(), source
            assert f"!{source}" in ignored, f"{source} is kept out by .dockerignore"


def test_secrets_and_data_stay_out_of_the_image() -> None:
    ignored = (BASE_DIR / ".dockerignore").read_text().splitlines()

    assert "*" in ignored
    assert not {"!.env", "!var", "!.git", "!tests"} & set(ignored)


def test_the_image_runs_as_an_account_without_rights(dockerfile: list[tuple[str, str]]) -> None:
    kinds = [kind for kind, _rest in dockerfile]
    users = [rest for kind, rest in dockerfile if kind == "USER"]

    assert users == ["harmwatch"]
    assert kinds.index("USER") < kinds.index("CMD")
    assert [rest for kind, rest in dockerfile if kind == "FROM"] == ["python:3.13-slim AS packages", "python:3.13-slim"]
