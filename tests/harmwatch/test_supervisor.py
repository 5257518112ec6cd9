"""The supervisor with real processes: marked output, a clean end on every signal, nothing restarted or left behind."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from harmwatch.supervisor import Child, Supervisor, stop_orphans

pytestmark = pytest.mark.servers

# A child that has a child of its own, as a web server has workers, and says so.
PARENT = """
    import subprocess, sys, time
    inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    print("inner", inner.pid, flush=True)
    time.sleep(300)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(300)"
SCRIPT = """
    import sys
    from pathlib import Path
    from harmwatch import supervisor
    from harmwatch.supervisor import Child, Supervisor
    supervisor.SECONDS_TO_STOP = 1
    children = [Child(name, [sys.executable, "-c", code]) for name, code in {children!r}]
    keeper = Supervisor(children, ledger=Path({ledger!r}))
    keeper.listen()
    keeper.start()
    print("started", *[child.process.pid for child in children], flush=True)
    code = keeper.wait()
    keeper.stop()
    sys.exit(code)
"""


class Running:
    """A supervisor in a process of its own and the process numbers it spoke of."""

    def __init__(self, ledger: Path, *children: tuple[str, str]) -> None:
        script = textwrap.dedent(SCRIPT).format(
            children=[(name, textwrap.dedent(code)) for name, code in children], ledger=str(ledger)
        )
        self.process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []

    def read_until(self, *wanted: str) -> None:
        """Read its output until each wanted word was seen."""
        assert self.process.stdout is not None
        while not all(any(word in line for line in self.lines) for word in wanted):
            line = self.process.stdout.readline()
            assert line, f"ended before saying {wanted}: {self.lines}"
            self.lines.append(line.rstrip("\n"))

    def pids(self) -> list[int]:
        """All numbers it or its children named."""
        words = [line.split() for line in self.lines if "started" in line or "inner" in line]
        return [int(word) for line in words for word in line if word.isdigit()]

    def end(self, number: signal.Signals) -> tuple[int, list[str]]:
        """Send the signal and wait for the end: exit code and all lines."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=20)
        self.lines += rest.splitlines()
        return self.process.returncode, self.lines


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Path]:
    """Where the supervisor writes what is running; whatever is left in it is ended."""
    file = tmp_path / "run" / "children.json"
    yield file
    stop_orphans(file, print)


def alive(pids: list[int]) -> list[int]:
    def runs(pid: int) -> bool:
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    deadline = time.monotonic() + 5
    while (left := [pid for pid in pids if runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_children_and_their_children_and_ends_with_0(ledger: Path, number: signal.Signals) -> None:
    running = Running(ledger, ("web", PARENT), ("worker", PARENT))
    running.read_until("started", "web     | inner", "worker  | inner")
    pids = running.pids()
    assert len(pids) == 4

    code, lines = running.end(number)

    assert code == 0
    assert alive(pids) == []
    assert any(line.startswith("stopped web") for line in lines)
    assert not ledger.exists()


def test_the_last_started_is_stopped_first(ledger: Path) -> None:
    running = Running(ledger, ("web", PARENT), ("worker", PARENT))
    running.read_until("web     | inner", "worker  | inner")

    _, lines = running.end(signal.SIGINT)

    stopped = [line.split()[1] for line in lines if line.startswith("stopped")]
    assert stopped == ["worker", "web"]


def test_a_child_that_does_not_stop_is_ended_and_named(ledger: Path) -> None:
    running = Running(ledger, ("deaf", STUBBORN))
    running.read_until("started", "deaf    | deaf")

    code, lines = running.end(signal.SIGTERM)

    assert code == 0
    assert any("deaf did not stop within 1 s and is ended" in line for line in lines)
    assert alive(running.pids()) == []


def test_a_child_that_ends_by_itself_is_named_and_stops_the_rest(ledger: Path) -> None:
    running = Running(ledger, ("web", PARENT), ("worker", "print('no queue'); raise SystemExit(3)"))
    rest, _ = running.process.communicate(timeout=20)
    running.lines += rest.splitlines()

    assert running.process.returncode == 1
    assert "worker  | no queue" in running.lines
    assert any("worker ended with code 3" in line for line in running.lines)
    assert alive(running.pids()) == []


def test_what_a_killed_supervisor_left_is_stopped_at_the_next_start(ledger: Path) -> None:
    running = Running(ledger, ("web", PARENT))
    running.read_until("started", "inner")
    running.process.kill()
    running.process.communicate()
    assert all(psutil.pid_exists(pid) for pid in running.pids())

    said: list[str] = []
    stop_orphans(ledger, said.append)

    assert alive(running.pids()) == []
    assert len(said) == 1
    assert said[0].startswith("stopped web")


def test_a_process_number_that_belongs_to_someone_else_is_left_alone(ledger: Path) -> None:
    ledger.parent.mkdir()
    ledger.write_text(json.dumps([{"name": "web", "pid": os.getpid(), "started": 12.0}]))
    said: list[str] = []

    stop_orphans(ledger, said.append)

    assert said == []
    assert not ledger.exists()


def test_without_a_ledger_there_is_nothing_to_stop(tmp_path: Path) -> None:
    said: list[str] = []

    stop_orphans(tmp_path / "none.json", said.append)

    assert said == []


def test_bytes_that_are_no_text_do_not_stop_the_output(ledger: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = r"import sys; sys.stdout.buffer.write(b'\xff\xd9\x82\xd8\xaa\xd9\x84\n')"
    supervisor = Supervisor([Child("odd", [sys.executable, "-c", code])], ledger=ledger)

    supervisor.start()
    ended = supervisor.wait()
    supervisor.stop()

    assert ended == 1
    assert "odd     | �قتل" in capfd.readouterr().out
