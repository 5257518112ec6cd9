"""Keeps a few programs running side by side: shows what they say, and stops all of them when one must stop.

Nothing is restarted: when a program ends by itself, that is said and the others are stopped, so that a broken
worker is seen and not papered over.
"""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

SECONDS_TO_STOP = 20  # a worker may finish the report it is reading
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A program that is kept running. The environment comes on top of ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None


class Console:
    """One line at a time from several programs, each marked with the name of who said it."""

    def __init__(self, width: int = 8) -> None:
        self.width = width
        self._one_at_a_time = threading.Lock()

    def say(self, line: str, *, who: str = "") -> None:
        """Print one line; a terminal that was closed meanwhile is no reason to fail."""
        prefix = f"{who:<{self.width}}| " if who else ""
        with self._one_at_a_time, contextlib.suppress(OSError, ValueError):
            print(prefix + line, flush=True)


class Supervisor:
    """Starts children in order, waits for a signal or for one of them to end, and stops them in reverse order."""

    def __init__(self, children: Sequence[Child], *, ledger: Path, console: Console | None = None) -> None:
        self.children = list(children)
        self.ledger = ledger
        self.console = console or Console()
        self.asked_to_stop = threading.Event()
        self._readers: list[threading.Thread] = []

    def listen(self) -> None:
        """Take Ctrl-C, a closed terminal and a plain kill as the wish to stop; a second one ends children at once."""
        for number in SIGNALS:
            signal.signal(number, self._on_signal)

    def start(self) -> None:
        """Start every child, each in a session of its own, so that Ctrl-C reaches us alone."""
        for child in self.children:
            if self.asked_to_stop.is_set():
                return
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                bufsize=1,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **child.environment},
                start_new_session=True,
            )
            remember(self.ledger, self.children)
            reader = threading.Thread(target=self._pass_on, args=(child,), daemon=True)
            reader.start()
            self._readers.append(reader)

    def wait(self) -> int:
        """Wait for a signal or the end of a child. 0 when we were asked to stop, 1 when a child ended by itself."""
        while not self.asked_to_stop.wait(0.2):
            if ended := self.ended():
                self.console.say(
                    f"{ended.name} ended with code {ended.process.returncode if ended.process else '?'}; "
                    "stopping the rest (its last words are above)"
                )
                return 1
        return 0

    def ended(self) -> Child | None:
        """The first child that is no longer running."""
        return next((child for child in self.children if child.process and child.process.poll() is not None), None)

    def stop(self) -> None:
        """Stop every child, the last started first; what does not stop in time is ended, and that is said."""
        for child in reversed(self.children):
            if child.process and child.process.poll() is None:
                self._stop_child(child, child.process)
        for reader in self._readers:
            reader.join(timeout=2)
        for child in self.children:
            if child.process and child.process.stdout:
                child.process.stdout.close()
        self.ledger.unlink(missing_ok=True)

    def _stop_child(self, child: Child, process: subprocess.Popen[str]) -> None:
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_STOP)
            self.console.say(f"stopped {child.name} ({time.monotonic() - started:.1f} s)")
        except subprocess.TimeoutExpired:
            self.console.say(f"{child.name} did not stop within {SECONDS_TO_STOP} s and is ended")
        finally:
            end_session(process.pid)
            process.wait()

    def _pass_on(self, child: Child) -> None:
        for line in (child.process.stdout if child.process else None) or ():
            if line.strip():
                self.console.say(line.rstrip(), who=child.name)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.asked_to_stop.is_set() and number == signal.SIGINT:
            for child in self.children:
                if child.process and child.process.poll() is None:
                    end_session(child.process.pid)
        self.asked_to_stop.set()


def end_session(leader: int) -> None:
    """End at once whatever is left of a child and of the processes it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def await_end(process: psutil.Process) -> None:
    """Wait until an orphan has ended; where nobody buries the dead, it stays listed as one."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)


def remember(ledger: Path, children: Sequence[Child]) -> None:
    """Write down which processes are ours, for the case that we are killed before we can stop them."""
    entries = []
    for child in children:
        if child.process:
            with contextlib.suppress(psutil.NoSuchProcess):
                started = psutil.Process(child.process.pid).create_time()
                entries.append({"name": child.name, "pid": child.process.pid, "started": started})
    ledger.parent.mkdir(parents=True, exist_ok=True)
    ledger.write_text(json.dumps(entries))


def stop_orphans(ledger: Path, say: Callable[[str], None]) -> None:
    """Stop what a killed supervisor left behind. A process number that now belongs to someone else is left alone."""
    try:
        entries = json.loads(ledger.read_text())
    except (OSError, ValueError):
        return
    for entry in entries:
        try:
            process = psutil.Process(entry["pid"])
            if abs(process.create_time() - entry["started"]) > 1:
                continue
            process.terminate()
            await_end(process)
        except psutil.NoSuchProcess:
            continue
        end_session(entry["pid"])
        say(f"stopped {entry['name']} (process {entry['pid']}), left over from a start that was killed")
    ledger.unlink(missing_ok=True)
