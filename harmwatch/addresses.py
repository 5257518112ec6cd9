"""Where things are when nothing else is configured: the embedded servers' addresses, the key's file."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit


def socket_folder(var_dir: Path) -> Path:
    """A folder for the embedded servers' sockets, one for each ``var/``.

    A socket's whole path may hold about 100 characters, so it stands in the temporary folder under a short
    name made from the path of ``var/`` and the user, not in ``var/`` itself.
    """
    name = hashlib.sha256(f"{var_dir.resolve()}:{os.getuid()}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"harmwatch-{name}"


def embedded_database_url(var_dir: Path) -> str:
    """The embedded PostgreSQL of this ``var/``, by its socket; the port is part of the socket's name."""
    return f"postgresql://harmwatch@:5432/{socket_folder(var_dir)}/harmwatch"


def embedded_broker_url(var_dir: Path) -> str:
    """The embedded Valkey of this ``var/``, by its socket."""
    return f"redis+socket://{socket_folder(var_dir)}/valkey.sock"


def make_secret_key(path: Path) -> str:
    """Make a key, keep it readable to its owner alone, and return it; the key of whoever was first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key


def origins(*urls: str) -> list[str]:
    """Scheme and host of each address that is set, for the content security policy."""
    parts = [urlsplit(url) for url in urls if url]
    return [f"{part.scheme}://{part.netloc}" for part in parts]
