"""The system account that the servers run under, and the folders that it alone may enter."""

import contextlib
import os
import pwd
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harmwatch.bootstrap import SetupProblem

ACCOUNT = "harmwatch"

Say = Callable[[str], None]


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


def identity(account: Account) -> dict[str, Any]:
    """Arguments for ``subprocess`` that hand a program to the account, where it is another one."""
    if os.geteuid() == account.uid:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


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
