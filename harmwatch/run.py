"""``make run``: servers, database, web server, worker and timetable, started in order and stopped together."""

import contextlib
import errno
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psutil
from django.core.exceptions import ImproperlyConfigured

from harmwatch.bootstrap import SetupProblem, check_writable
from harmwatch.embedded.servers import Server, by_hand, needed_servers
from harmwatch.steps import remark, step
from harmwatch.supervisor import SIGNALS, Child, Console, Supervisor, stop_orphans

SECONDS_TO_FIRST_ANSWER = 60
ARABIC_NAMES = {"PostgreSQL": "قاعدة البيانات", "Valkey": "طابور المهام"}


def check_port(host: str, port: int) -> None:
    """Raise SetupProblem unless the web server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free, as for the server
        try:
            probe.bind((host, port))
        except OSError as error:
            raise port_problem(host, port, error) from None


def port_problem(host: str, port: int, error: OSError) -> SetupProblem:
    """What to say when the port cannot be had."""
    other = f"make run HARMWATCH_PORT={port + 1 if port >= 1024 else 8000}"
    if error.errno == errno.EADDRINUSE:
        return SetupProblem(
            f"Port {port} is taken by another program; stop it or choose another port: {other}",
            f"المنفذ {port} يستخدمه برنامج آخر؛ أوقفه أو اختر منفذًا آخر: {other}",
        )
    return SetupProblem(
        f"The web server may not listen on {host}, port {port} ({error.strerror}); choose another port: {other}",
        f"لا يمكن لخادم الويب استخدام المنفذ {port} على {host}؛ اختر منفذًا آخر: {other}",
    )


@contextlib.contextmanager
def only_start(lock: Path) -> Iterator[None]:
    """Hold the one right to run this ``var/``. Raises SetupProblem when it runs already."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel lets go of it however we end
        except BlockingIOError:
            file.seek(0)
            running = file.read().strip()
            raise SetupProblem(
                f"HarmWatch runs already (process {running}); stop it with Ctrl-C in its window, or: kill {running}",
                f"HarmWatch يعمل بالفعل (العملية {running})؛ أوقفه بضغط Ctrl-C في نافذته أو بالأمر: kill {running}",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextlib.contextmanager
def running(servers: list[Server], *, keep: bool) -> Iterator[None]:
    """Start the embedded servers and stop them at the end, unless someone started them by hand."""
    try:
        for server in servers:
            with step(f"Starting {server.name}", f"تشغيل {ARABIC_NAMES[server.name]}"):
                if not server.start():
                    remark("was running")
        yield
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # the data is being brought to rest
        for server in reversed(servers):
            if keep:
                print(f"{server.name} is left running, as it was started by hand: make db-stop", flush=True)
            elif server.stop():
                print(f"stopped {server.name}", flush=True)


def prepare(*, demonstration: bool) -> None:
    """Tables, places, static files and demonstration data, in a process of their own."""
    command = [sys.executable, "-m", "harmwatch.prepare", *(["--demonstration"] if demonstration else [])]
    code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if code != 0:
        raise SetupProblem(
            "The database could not be prepared; the reason is above. What was done is kept: run the command again.",
            "تعذّر تجهيز قاعدة البيانات؛ السبب مذكور أعلاه. ما أُنجز محفوظ: أعد الأمر نفسه.",
        )


def children() -> list[Child]:
    """The web server, the worker and the timetable; the commands are those of docker-compose.yml."""
    python = sys.executable
    # Celery warns root at every start, in many lines; to try HarmWatch as root is fine.
    quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [python, *quiet, "-m", "celery", "--quiet", "--app", "harmwatch"]
    worker = [*celery, "worker", "--loglevel", "warning", "--without-gossip", "--without-mingle"]
    return [
        Child("web", [python, "-m", "gunicorn", "-c", "python:harmwatch.gunicorn_settings", "harmwatch.wsgi"]),
        Child("worker", worker),
        Child("beat", [*celery, "beat", "--loglevel", "warning", "--pidfile", ""]),
    ]


def answers(host: str, port: int) -> bool:
    """Whether our web server answers, with whatever page; another program on the port is not ours."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        return response.status < 500 and response.getheader("Server", "").startswith("gunicorn")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def await_answer(supervisor: Supervisor, host: str, port: int) -> None:
    """Wait for the first page. Returns early when we are to stop or a child has ended."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + SECONDS_TO_FIRST_ANSWER
    while not (supervisor.asked_to_stop.is_set() or supervisor.ended()) and time.monotonic() < deadline:
        if answers(host, port):
            return
        time.sleep(0.1)
    if time.monotonic() >= deadline:
        supervisor.console.say(f"the web server has given no page for {SECONDS_TO_FIRST_ANSWER} s; see its lines above")


def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Until the supervisor listens, every signal to stop is like Ctrl-C."""
    raise KeyboardInterrupt


def load_settings() -> None:
    """Read the settings. Raises SetupProblem with the advice when they cannot be used."""
    try:
        from harmwatch import settings  # noqa: F401 - reading them is the point
    except ImproperlyConfigured as error:
        raise SetupProblem(
            f"The settings cannot be used: {error}", "الإعدادات غير صالحة، والسبب في السطر السابق."
        ) from None


def main() -> int:
    """Run until Ctrl-C. 0 when everything was stopped on request, 1 when a part ended by itself."""
    for number in SIGNALS:
        signal.signal(number, interrupt)
    load_settings()
    from harmwatch import settings

    check_writable(settings.VAR_DIR)
    with only_start(settings.VAR_DIR / "run" / "lock"):
        ledger = settings.VAR_DIR / "run" / "children.json"
        stop_orphans(ledger, remark)
        check_port(settings.HOST, settings.PORT)
        servers = needed_servers(settings.VAR_DIR, say=remark)
        with running(servers, keep=by_hand(settings.VAR_DIR).exists()):
            prepare(demonstration=settings.DEMONSTRATION)
            supervisor = Supervisor(children(), ledger=ledger)
            return supervise(supervisor)


def supervise(supervisor: Supervisor) -> int:
    """Start the children, say where the site is, wait, stop them."""
    from harmwatch import settings

    supervisor.listen()
    try:
        with step("Starting the web server, the worker and the timetable", "تشغيل خادم الويب والعامل والجدول الزمني"):
            supervisor.start()
            await_answer(supervisor, settings.HOST, settings.PORT)
        if not supervisor.asked_to_stop.is_set() and not supervisor.ended():
            welcome(supervisor.console, seconds_since_start())
        return supervisor.wait()
    finally:
        supervisor.console.say("stopping · إيقاف")
        supervisor.stop()


def seconds_since_start() -> float:
    """Seconds since ``make run`` began; the process is still the one that made the virtual environment."""
    return time.time() - psutil.Process().create_time()


def welcome(console: Console, seconds: float) -> None:
    """Where the site is and how to enter it."""
    from harmwatch import settings

    lines = [
        "",
        f"HarmWatch is ready after {seconds:.1f} s · النظام جاهز",
        f"    {settings.SITE_URL}/",
        *accounts(settings.VAR_DIR / "run" / "accounts.json"),
        "    Ctrl-C stops everything · لإيقاف كل شيء Ctrl-C",
        "",
    ]
    for line in lines:
        console.say(line)


def accounts(file: Path) -> list[str]:
    """Lines with the demonstration's accounts; none where there is no demonstration."""
    if not file.exists():
        return []
    known = json.loads(file.read_text())
    rows = [f"        {name:<14} {password or '(changed · مُعدّلة)'}" for name, password in known.items()]
    return ["    Demonstration accounts and passwords · حسابات العرض وكلمات السر:", *rows]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetupProblem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
