"""Programs of an installed package, run under the servers' account: started, awaited, ended."""

import importlib.util
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from harmwatch.bootstrap import SetupProblem
from harmwatch.embedded.account import Account, identity

SECONDS_TO_START = 120  # after a power cut PostgreSQL first replays what it had written down
SECONDS_TO_STOP = 30
LARGEST_LOG = 10_000_000  # bytes; a longer log starts anew with the server


def package_folder(package: str) -> Path:
    """Where a package's files are. It is not imported: only the programs in it are wanted."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SetupProblem(
            f"The package {package} is not installed: run `make run`, or name your own servers in DATABASE_URL "
            "and CELERY_BROKER_URL.",
            f"الحزمة {package} غير مثبّتة: نفّذ make run، أو حدّد خوادمك في DATABASE_URL وCELERY_BROKER_URL.",
        )
    return Path(found.submodule_search_locations[0])


def plain_environment() -> dict[str, str]:
    """An environment in which nobody's PG variables or half-installed languages change what a server does."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def run_as(account: Account, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL under the account; its output goes to a file, as a server keeps pipes open."""
    with (folder / "commands.log").open("w+") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=plain_environment(),
            check=False,
            **identity(account),
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read(), "")


def launch(command: list[str], log: Path, account: Account) -> subprocess.Popen[bytes]:
    """Start a server that outlives us if need be, and that Ctrl-C does not reach: the supervisor stops it last."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env=plain_environment(),
            start_new_session=True,
            **identity(account),
        )


def answers_in_time(process: subprocess.Popen[bytes], answers: Callable[[], bool]) -> bool:
    """Wait until a server that was just launched answers. False when it ended or took too long, and is ended then."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(0.05)
    if process.poll() is None:
        process.kill()
        process.wait()
    return False


def end_launched(process: subprocess.Popen[bytes] | None, how: signal.Signals) -> bool:
    """End a server that was interrupted before it wrote down its process number. False when there is none."""
    if process is None or process.poll() is not None:
        return False
    process.send_signal(how)
    process.wait(SECONDS_TO_STOP)
    return True


def first_number(file: Path) -> int | None:
    """The process number on the first line of a pid file; None when there is none."""
    try:
        return int(file.read_text().splitlines()[0])
    except (OSError, IndexError, ValueError):
        return None


def is_running(number: int | None, program: str) -> bool:
    """Whether this process number belongs to that program; numbers are given out again after a crash."""
    if number is None:
        return False
    try:
        process = psutil.Process(number)
        return process.name() == program and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def await_end(number: int, program: str) -> None:
    """Wait until that program has ended, which another process may have started and must bury."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    while is_running(number, program) and time.monotonic() < deadline:
        time.sleep(0.05)


def shorten_log(log: Path) -> None:
    """Start the log anew once it has grown long."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.unlink()


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, to show beside a problem."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""
