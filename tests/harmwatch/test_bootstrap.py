"""The first step on a fresh machine: an old Python, a pinned list that changed, an index out of reach."""

import ast
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from harmwatch import bootstrap
from harmwatch.bootstrap import SetupProblem

SOURCE = Path(bootstrap.__file__)


def test_an_old_python_can_read_the_file_to_the_end() -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_the_file_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_an_old_python_without_a_newer_one_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap, "newer_python", lambda: "")

    with pytest.raises(SetupProblem) as raised:
        bootstrap.main([])

    english, arabic = str(raised.value).splitlines()
    assert english.startswith("HarmWatch needs Python 3.11 or newer;")
    assert "3.9.2" in english
    assert "3.9.2" in arabic
    assert "make run PYTHON=" in arabic


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []

    def become(_path: str, command: list[str]) -> None:
        became.append(command)
        raise SystemExit(0)

    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap, "newer_python", lambda: "/usr/bin/python3.13")
    monkeypatch.setattr("os.execv", become)

    with pytest.raises(SystemExit):
        bootstrap.main(["-m", "harmwatch.run"])

    assert became == [["/usr/bin/python3.13", "-I", str(SOURCE), "-m", "harmwatch.run"]]


def test_a_stand_in_that_starts_nothing_is_not_taken_for_a_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "python3.13"
    stand_in.write_text("#!/bin/sh\nexit 127\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert bootstrap.newer_python() == ""


@pytest.mark.servers
def test_an_environment_is_made_once_and_again_when_the_list_changes(tmp_path: Path) -> None:
    venv, pinned = tmp_path / ".venv", tmp_path / "requirements.txt"
    pinned.write_text("# nothing yet\n")

    assert bootstrap.prepare(venv, [pinned]) is True
    assert bootstrap.prepare(venv, [pinned]) is False
    pinned.write_text("# still nothing\n")
    assert bootstrap.prepare(venv, [pinned]) is True


@pytest.mark.servers
def test_a_package_that_cannot_be_had_is_one_sentence_and_not_taken_for_installed(tmp_path: Path) -> None:
    venv, pinned = tmp_path / ".venv", tmp_path / "requirements.txt"
    pinned.write_text("")
    bootstrap.prepare(venv, [pinned])
    digest = hashlib.sha256(b"no such file").hexdigest()
    pinned.write_text(
        f"no-such-package @ file://{tmp_path}/no_such_package-1.0-py3-none-any.whl --hash=sha256:{digest}\n"
    )

    for _attempt in range(2):
        with pytest.raises(SetupProblem, match="could not be installed"):
            bootstrap.prepare(venv, [pinned])


def test_an_environment_left_unfinished_is_not_usable(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "pyvenv.cfg").write_text("include-system-site-packages = false\n")

    assert bootstrap.usable(tmp_path) is False


def test_pinned_lists_name_hashes_and_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (bootstrap.BASE_DIR / name).read_text()
        pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]

        assert text.count("--hash=sha256:") >= len(pins) > 20
        for forbidden in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", "file:"):
            assert forbidden not in text


def test_every_direct_dependency_is_pinned() -> None:
    for name in ("requirements", "requirements-dev"):
        direct = (bootstrap.BASE_DIR / f"{name}.in").read_text().splitlines()
        wanted = {line.split("#")[0].strip().split("[")[0].split("~")[0] for line in direct}
        pinned = (bootstrap.BASE_DIR / f"{name}.txt").read_text().lower()
        for package in wanted - {"", "-c requirements.txt"}:
            assert f"\n{package.lower()}==" in f"\n{pinned}", f"make requirements: {package} is not pinned"


def test_help_lists_every_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=bootstrap.BASE_DIR, capture_output=True, text=True, check=True).stdout

    for command in ("run", "test", "check", "format", "db", "accuracy", "bench", "messages", "demo-remove", "clean"):
        assert f"make {command} " in shown
