#!/usr/bin/env python3
"""Runs the benchmarks that need a database, in one that passes: made for them on a server of its own, then removed.

    python benchmark/passing.py                          # 200,000 incidents
    python benchmark/passing.py --incidents 1000000      # the options are those of benchmark/dashboard.py

Where ``DATABASE_URL`` names a database whose name ends in ``_bench``, that one is used and kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from harmwatch.addresses import socket_folder  # noqa: E402
from harmwatch.embedded.postgres import PASSING, Postgres  # noqa: E402

NAME = "harmwatch_bench"
#: As an operator of a large record would set it; the benchmark's own server is otherwise as it comes.
OPTIONS = {**PASSING, "shared_buffers": "512MB", "work_mem": "16MB", "max_wal_size": "4GB"}


def main() -> int:
    """Public pages first, then the desk's and the PDF, in the same database; 1 where a bound was missed."""
    with database() as environment:
        pages = subprocess.run([sys.executable, "-m", "benchmark.dashboard", *sys.argv[1:]], cwd=ROOT, env=environment)
        desk = subprocess.run([sys.executable, "benchmark/desk.py"], cwd=ROOT, env=environment)
        summary = subprocess.run([sys.executable, "benchmark/pdf.py", "--rounds", "3"], cwd=ROOT, env=environment)
    return int(any(done.returncode for done in (pages, desk, summary)))


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """The environment that leads to the database; the server and all it kept are gone afterwards."""
    if os.environ.get("DATABASE_URL"):
        yield dict(os.environ)
        return
    folder = Path(tempfile.mkdtemp(prefix="harmwatch-bench-"))
    folder.chmod(0o755)
    server = Postgres(folder, options=OPTIONS)
    try:
        server.start()
        sockets = str(socket_folder(folder))
        with psycopg.connect(host=sockets, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {NAME} OWNER harmwatch")
        address = f"postgresql://harmwatch@:5432/{sockets}/{NAME}"
        kept = {"HARMWATCH_ENV_FILE": os.devnull, "HARMWATCH_VAR_DIR": str(folder), "HARMWATCH_SECRET_KEY": "passing"}
        yield {**os.environ, **kept, "DATABASE_URL": address}
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
