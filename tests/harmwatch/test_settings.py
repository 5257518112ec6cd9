"""Settings: wrong ones stop with advice, every one is written down, and the public ones are safe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from harmwatch.bootstrap import BASE_DIR

PYTHON_SOURCES = [*(BASE_DIR / "harmwatch").rglob("*.py"), *(BASE_DIR / "incidents").rglob("*.py")]
COMPOSE_ALONE = {"POSTGRES_PASSWORD"}


def variables_in_settings() -> set[str]:
    """Every variable that the settings read, from the source."""
    source = (BASE_DIR / "harmwatch" / "settings.py").read_text()
    return set(re.findall(r"""\benv(?:\.\w+\(|\(|,)\s*["'](\w+)["']""", source))


def variables_in_code() -> set[str]:
    """Every variable of ours that any part of the program names."""
    return {name for file in PYTHON_SOURCES for name in re.findall(r"\bHARMWATCH_[A-Z_]+\b", file.read_text())}


def variables_in_example() -> set[str]:
    return set(re.findall(r"^#?\s*([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), flags=re.MULTILINE))


def variables_in_operations() -> set[str]:
    text = (BASE_DIR / "docs" / "operations.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE))


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command with these variables alone set."""
    ours = {name for name in os.environ if name.startswith("HARMWATCH_")} | {"DATABASE_URL", "CELERY_BROKER_URL"}
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {*ours, "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    environment |= {"HARMWATCH_ENV_FILE": os.devnull, "HARMWATCH_VAR_DIR": str(tmp_path / "var"), **variables}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def test_the_reader_of_the_source_finds_variables() -> None:
    assert {"DATABASE_URL", "HARMWATCH_PORT", "HARMWATCH_ALLOWED_HOSTS"} <= variables_in_settings()


def test_the_example_names_every_variable_and_no_other() -> None:
    assert variables_in_example() == variables_in_settings() | variables_in_code() | COMPOSE_ALONE


def test_the_operations_guide_names_every_variable_and_no_other() -> None:
    assert variables_in_operations() == variables_in_settings() | variables_in_code() | COMPOSE_ALONE


@pytest.mark.parametrize(
    ("variable", "value", "advice"),
    [
        ("DATABASE_URL", "mysql://db.example.org/harm", "give DATABASE_URL as postgresql://"),
        ("DATABASE_URL", "sqlite:///harm.db", "give DATABASE_URL as postgresql://"),
        ("DATABASE_URL", "nonsense", "give DATABASE_URL as postgresql://"),
        ("HARMWATCH_SITE_URL", "harm.example.org", "HARMWATCH_SITE_URL"),
        ("HARMWATCH_PORT", "eighty", "HARMWATCH_PORT"),
        ("HARMWATCH_WORKER_PROCESSES", "0", "HARMWATCH_WORKER_PROCESSES"),
        ("HARMWATCH_DEBUG", "maybe", "HARMWATCH_DEBUG"),
        ("HARMWATCH_TIME_ZONE", "Asia/Damaskus", "HARMWATCH_TIME_ZONE"),
        ("HARMWATCH_TILES_URL", "https://{s}.tiles.example.org/{z}/{x}/{y}.png", "HARMWATCH_TILES_URL"),
    ],
)
def test_a_wrong_value_stops_with_advice_and_no_traceback(
    tmp_path: Path, variable: str, value: str, advice: str
) -> None:
    done = manage(tmp_path, "check", **{variable: value})

    assert done.returncode == 1, done.stdout
    assert advice in done.stderr
    assert "Traceback" not in done.stderr


def test_a_public_site_passes_the_deployment_check(tmp_path: Path) -> None:
    done = manage(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        HARMWATCH_SITE_URL="https://harm.example.org",
        HARMWATCH_ALLOWED_HOSTS="harm.example.org",
        HARMWATCH_SECRET_KEY="only-in-this-test " * 4,
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_an_empty_line_in_the_example_is_as_if_it_were_left_out(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text((BASE_DIR / ".env.example").read_text())
    show = "from django.conf import settings as s; print(s.MEDIA_ROOT, s.EMBEDDED_DATABASE, s.SITE_URL)"

    done = manage(
        tmp_path,
        "shell",
        "--verbosity",
        "0",
        "--command",
        show,
        HARMWATCH_ENV_FILE=str(file),
    )

    assert done.stdout.split() == [f"{tmp_path}/var/media", "True", "https://harm.example.org"], done.stderr


def test_a_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first, second = (
        manage(tmp_path, "shell", "-v0", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
        for _ in range(2)
    )
    kept = tmp_path / "var" / "secret_key"

    assert len(first.stdout.strip()) >= 50
    assert first.stdout == second.stdout
    assert kept.stat().st_mode & 0o077 == 0


def test_a_stopped_database_is_one_sentence_in_each_language(tmp_path: Path) -> None:
    for arguments in (["migrate"], ["runserver", "127.0.0.1:0"], ["load_gazetteer"]):
        done = manage(tmp_path, *arguments)

        assert done.returncode == 1
        assert "start it with `make db`" in done.stderr
        assert "قاعدة البيانات المضمّنة متوقفة" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_database_elsewhere_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    done = manage(tmp_path, "migrate", DATABASE_URL="postgresql://harmwatch:s3cret@127.0.0.1:1/harmwatch")

    assert done.returncode == 1
    assert "The database named in DATABASE_URL does not answer" in done.stderr
    assert "s3cret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_gunicorn_writes_no_visitors_address(capsys: pytest.CaptureFixture[str]) -> None:
    from gunicorn.config import Config

    from harmwatch import gunicorn_settings

    assert gunicorn_settings.accesslog is None
    logger = gunicorn_settings.AddresslessLogger(Config())
    logger.warning("Invalid request from ip=203.0.113.9: Invalid HTTP Version")
    for handler in logger.error_log.handlers:
        handler.flush()

    said = capsys.readouterr().err
    assert "Invalid request from ip=-" in said
    assert "203.0.113.9" not in said
