"""``make run`` as a whole: first start, page, Ctrl-C, a second start that does nothing twice, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from harmwatch.addresses import socket_folder
from harmwatch.bootstrap import BASE_DIR
from harmwatch.embedded.postgres import Postgres
from harmwatch.embedded.valkey import Valkey

from .test_run import free_port

pytestmark = pytest.mark.servers


class Start:
    """One ``make run`` (behind the virtual environment) and what it says."""

    def __init__(self, var_dir: Path, port: int, *, demonstration: bool = True) -> None:
        environment = {
            **os.environ,
            "HARMWATCH_ENV_FILE": os.devnull,
            "HARMWATCH_VAR_DIR": str(var_dir),
            "HARMWATCH_PORT": str(port),
            "HARMWATCH_DEMONSTRATION": "yes" if demonstration else "no",
            "DATABASE_URL": "",
            "CELERY_BROKER_URL": "",
            "DJANGO_SETTINGS_MODULE": "harmwatch.settings",
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-m", "harmwatch.run"]
        self.process = subprocess.Popen(
            command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []

    def read_until_ready(self) -> None:
        """Wait until the address was shown; the lines of the accounts and of the end are read too."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                return
        pytest.fail("it ended before it was ready:\n" + "\n".join(self.lines))

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=60)
        self.lines += rest.splitlines()
        return self.process.returncode


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A ``var/`` outside of pytest's own folder, which pytest closes to the account of root's servers."""
    folder = Path(tempfile.mkdtemp(prefix=f"harmwatch-test-{os.getpid()}-")) / "var"
    yield folder
    Valkey(folder).stop()
    Postgres(folder).stop()
    shutil.rmtree(socket_folder(folder), ignore_errors=True)
    shutil.rmtree(folder.parent)


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def listening(processes: list[psutil.Process]) -> set[int]:
    connections = [each for process in processes for each in process.net_connections("inet")]
    return {each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN}


def test_one_command_runs_everything_and_ctrl_c_leaves_nothing(var_dir: Path) -> None:
    port = free_port()
    first = Start(var_dir, port)
    first.read_until_ready()
    processes = family(psutil.Process(first.process.pid))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ar/", timeout=30) as answer:
        page = answer.read().decode()
        status = answer.status

    assert status == 200
    assert '<html lang="ar" dir="rtl"' in page
    assert listening(processes) == {port}, "no other network port"
    assert {"postgres", "valkey-server"} <= {process.name() for process in processes}
    assert any(line.split()[:1] == ["reviewer"] for line in first.lines), "the accounts are shown"

    assert first.stop() == 0
    _gone, alive = psutil.wait_procs(processes, timeout=10)
    assert alive == []
    assert not socket_folder(var_dir).exists()

    second = Start(var_dir, port)
    second.read_until_ready()
    assert second.stop() == 0
    assert sum("done before" in line for line in second.lines) == 4, second.lines


def test_a_part_that_dies_stops_the_rest_and_is_named(var_dir: Path) -> None:
    start = Start(var_dir, free_port(), demonstration=False)
    start.read_until_ready()
    processes = family(psutil.Process(start.process.pid))
    beat = next(process for process in processes if "beat" in process.cmdline())
    assert not any(line.split()[:1] == ["reviewer"] for line in start.lines), "no demonstration was asked for"

    beat.kill()
    rest, _ = start.process.communicate(timeout=60)

    assert start.process.returncode == 1
    assert "beat ended with code -9; stopping the rest" in rest
    _gone, alive = psutil.wait_procs(processes, timeout=10)
    assert alive == []
