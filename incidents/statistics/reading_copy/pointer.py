"""Which file holds the reading copy now: a small note beside it, replaced in one step when a new copy is ready."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from incidents.statistics.reading_copy import hash_lines
from incidents.statistics.reading_copy.shape import fingerprint

NOTE = "current.json"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One copy: its file, of what shape and database it is, and what its making had seen of the record.

    ``seen`` is PostgreSQL's word for the transactions that were complete when it was begun: whatever any other wrote
    is taken in anew. ``rows`` are versions, ``made_at`` is in seconds since 1970, ``took`` in seconds, ``lines`` is the
    SHA-256 of the file of lines for data hashes.
    """

    file: str
    size: int
    shape: str
    database: str
    seen: str
    rows: int
    made_at: float
    took: float
    lines: str
    lines_size: int

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return folder() / self.file

    @property
    def lines_path(self) -> Path:
        """Where the lines for data hashes lie."""
        return hash_lines.beside(self.path)

    @property
    def is_whole(self) -> bool:
        """Whether both files are there, as long as they were written."""
        try:
            sizes = self.path.stat().st_size, self.lines_path.stat().st_size
            return sizes == (self.size, self.lines_size)
        except OSError:
            return False


def folder() -> Path:
    """Where copies are kept; all in it can be deleted at any time."""
    return Path(settings.VAR_DIR) / "reading_copy"


def current(version: str) -> Pointer | None:
    """The copy in use, for this version of the library; None where there is none that this software can read."""
    try:
        pointer = Pointer(**json.loads((folder() / NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return pointer if pointer.shape == fingerprint(version) and pointer.is_whole else None


def put_to_use(pointer: Pointer) -> None:
    """Let every process read this copy from its next question on; files of earlier ones go."""
    waiting = folder() / f"{NOTE}.{os.getpid()}"
    waiting.write_text(json.dumps(asdict(pointer)))
    os.replace(waiting, folder() / NOTE)
    for left in folder().glob("record-*"):
        if left not in (pointer.path, pointer.lines_path):
            remove(left)  # a process that still reads it keeps it until it has done


def remove(left: Path) -> None:
    """Remove a file or folder of an earlier copy, or of one that was not finished."""
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def database() -> str:
    """Which database this is: another one after a restore, even into the same server and under the same name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()), d.oid,"
            " 'record_incident'::regclass::oid, 'record_change'::regclass::oid)"
            " FROM pg_database d WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])
