"""Run the embedded servers, or PostgreSQL's own programs on the embedded database, by hand.

python -m harmwatch.embedded start|stop|status
python -m harmwatch.embedded psql|pg_dump|pg_restore [arguments]
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from harmwatch import addresses
from harmwatch.bootstrap import SetupProblem
from harmwatch.embedded.postgres import Postgres, postgres_program
from harmwatch.embedded.servers import by_hand, needed_servers, start_by_hand, stop_by_hand

TOOLS = ("psql", "pg_dump", "pg_restore")


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
