"""The rooms of the house stay apart: the contracts hold, they can break, and parsing stays pure."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_BE_PARSED_WITH = {"regex", "rapidfuzz", "hijridate"}
RECORD_MAY_READ = (
    "incidents.record",
    "incidents.models.record",
    "incidents.models.place",
    "incidents.models.audit",
    "incidents.vocabulary",
    "incidents.figures",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def imports(file: Path) -> Iterator[str]:
    """Every module that a file names in an import, wherever it stands in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports name their module in full"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs_to(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_the_import_contracts_hold() -> None:
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code and its contracts, to plant a mistake in."""
    for package in ("incidents", "harmwatch"):
        kept = shutil.ignore_patterns("__pycache__", "data")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=kept)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("importer", "forbidden", "contract"),
    [
        ("incidents/statistics/planted.py", "incidents.models.desk.report", "The public wing reads the record alone"),
        ("incidents/statistics/planted.py", "incidents.record.door", "The public wing reads the record alone"),
        ("incidents/exports/planted.py", "incidents.review.moves", "The public wing reads the record alone"),
        ("incidents/parsing/planted.py", "django.utils.timezone", "Parsing is pure"),
        ("incidents/parsing/planted.py", "incidents.models.place", "Rooms are imported"),
        ("incidents/record/planted.py", "incidents.models.desk.report", "The record knows nothing of the desk"),
        ("incidents/statistics/planted.py", "incidents.dashboard.urls", "Rooms are imported"),
        ("incidents/exports/planted.py", "incidents.api.urls", "Rooms are imported"),
        ("incidents/intake/planted.py", "incidents.record.door", "Intake hands on"),
        ("incidents/review/planted.py", "incidents.charts.palette", "Review decides"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(copy: Path, importer: str, forbidden: str, contract: str) -> None:
    (copy / importer).write_text(f"import {forbidden}\n")

    done = lint_imports(copy)

    assert done.returncode == 1
    assert any(line.startswith(contract) and "BROKEN" in line for line in done.stdout.splitlines()), done.stdout


def test_parsing_uses_nothing_but_text_tools() -> None:
    for file in (ROOT / "incidents" / "parsing").rglob("*.py"):
        for module in imports(file):
            first = module.split(".")[0]
            allowed = first in sys.stdlib_module_names or first in MAY_BE_PARSED_WITH
            assert allowed or belongs_to(module, "incidents.parsing"), f"{file.relative_to(ROOT)} imports {module}"


def test_the_record_reads_nothing_else_of_ours() -> None:
    for file in (ROOT / "incidents" / "record").rglob("*.py"):
        ours = [module for module in imports(file) if belongs_to(module, "incidents", "harmwatch")]
        for module in ours:
            assert belongs_to(module, *RECORD_MAY_READ), f"{file.relative_to(ROOT)} imports {module}"


def test_every_room_has_its_place_in_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    listed = {room.strip(" ()") for layer in layers for room in layer.split("|")}
    rooms = {
        path.stem
        for path in (ROOT / "incidents").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }

    assert rooms - {"migrations", "apps"} == listed, "rooms without a layer, or layers without a room"
