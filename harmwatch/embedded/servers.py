"""Which of the two servers are ours to run, and starting and stopping them by hand."""

from pathlib import Path

from harmwatch.embedded.account import Say, silent
from harmwatch.embedded.postgres import Postgres
from harmwatch.embedded.valkey import Valkey

Server = Postgres | Valkey


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
