"""The embedded servers, really started in a folder of their own: first and second start, a crash, an intruder."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from harmwatch.addresses import embedded_database_url, socket_folder
from harmwatch.bootstrap import SetupProblem
from harmwatch.embedded.account import identity, server_account
from harmwatch.embedded.postgres import PASSING, Postgres
from harmwatch.embedded.valkey import Valkey

pytestmark = pytest.mark.servers


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A ``var/`` whose servers are stopped in any case.

    Not under ``tmp_path``: each start of pytest closes the folder above it to other accounts, and under root the
    servers run as another account.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"harmwatch-test-{os.getpid()}-")) / "var"
    yield folder
    Valkey(folder).stop()
    Postgres(folder).stop()
    shutil.rmtree(socket_folder(folder), ignore_errors=True)
    shutil.rmtree(folder.parent)


def sql(var_dir: Path, statement: str) -> list[tuple[object, ...]]:
    url = f"host={socket_folder(var_dir)} port=5432 user=harmwatch dbname=harmwatch"
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def queue(var_dir: Path) -> "redis.Redis":
    return redis.Redis(unix_socket_path=str(socket_folder(var_dir) / "valkey.sock"))


def listening_ports(process: psutil.Process) -> list[int]:
    return [each.laddr.port for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]


def test_first_start_makes_the_database_and_the_second_keeps_its_data(var_dir: Path) -> None:
    first, second = Postgres(var_dir, options=PASSING), Postgres(var_dir, options=PASSING)

    assert first.start() is True
    sql(var_dir, "CREATE TABLE kept AS SELECT 7 AS number")
    assert first.stop() is True
    assert second.start() is True

    assert sql(var_dir, "SELECT number FROM kept") == [(7,)]
    assert second.start() is False, "it runs already"
    assert second.stop() is True
    assert second.stop() is False, "it is stopped already"


def test_servers_listen_on_sockets_alone_that_others_cannot_reach(var_dir: Path) -> None:
    postgres, valkey = Postgres(var_dir, options=PASSING), Valkey(var_dir)
    postgres.start()
    valkey.start()

    assert postgres.process is not None
    assert valkey.process is not None
    for server in (postgres.process, valkey.process):
        assert listening_ports(psutil.Process(server.pid)) == []
    assert stat.S_IMODE(socket_folder(var_dir).stat().st_mode) == 0o700
    assert embedded_database_url(var_dir).startswith("postgresql://harmwatch@")
    valkey.stop()
    postgres.stop()
    assert not socket_folder(var_dir).exists()


def test_what_is_queued_outlives_valkey(var_dir: Path) -> None:
    first, second = Valkey(var_dir), Valkey(var_dir)
    first.start()
    with queue(var_dir) as client:
        client.lpush("reports", "17")
    first.stop()
    second.start()

    with queue(var_dir) as client:
        assert client.lrange("reports", 0, -1) == [b"17"]
    second.stop()


def test_servers_that_were_killed_start_again_with_their_data(var_dir: Path) -> None:
    postgres, valkey = Postgres(var_dir), Valkey(var_dir)
    postgres.start()
    valkey.start()
    sql(var_dir, "CREATE TABLE kept AS SELECT 7 AS number")
    for server in (postgres, valkey):
        assert server.process is not None
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
    psutil.wait_procs([each for each in psutil.process_iter() if works_in(each, var_dir)], timeout=10)

    assert (var_dir / "postgres/data/postmaster.pid").exists(), "the killed server left its lock file"
    again, queue_again = Postgres(var_dir), Valkey(var_dir)
    assert again.start() is True
    assert queue_again.start() is True
    assert sql(var_dir, "SELECT number FROM kept") == [(7,)]
    queue_again.stop()
    again.stop()


def works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in process.cwd()
    except psutil.Error:
        return False


def test_a_lock_file_whose_number_was_given_to_another_program_does_not_block_the_start(var_dir: Path) -> None:
    first = Postgres(var_dir, options=PASSING)
    first.start()
    first.stop()
    lock = var_dir / "postgres/data/postmaster.pid"
    # The shell runs under the server's own account, as a program of the same user would after a restart.
    other = subprocess.Popen(["sleep", "60"], **identity(server_account()))
    try:
        lock.write_text(f"{other.pid}\n{var_dir}/postgres/data\n1700000000\n5432\n\n\n\n")
        again = Postgres(var_dir, options=PASSING)
        assert again.start() is True
        again.stop()
    finally:
        other.kill()
        other.wait()


def test_a_socket_folder_that_others_may_enter_is_refused(var_dir: Path) -> None:
    folder = socket_folder(var_dir)
    folder.mkdir(mode=0o755)
    os.chmod(folder, 0o755)
    try:
        with pytest.raises(SetupProblem, match="is not a folder of this account alone"):
            Postgres(var_dir, options=PASSING).start()
    finally:
        folder.rmdir()


def test_data_of_another_major_version_is_refused_with_advice(var_dir: Path) -> None:
    postgres = Postgres(var_dir, options=PASSING)
    postgres.start()
    postgres.stop()
    (var_dir / "postgres/data/PG_VERSION").write_text("17\n")

    with pytest.raises(SetupProblem, match="was made by PostgreSQL 17"):
        Postgres(var_dir, options=PASSING).start()


def test_an_interrupted_first_start_begins_anew(var_dir: Path) -> None:
    (var_dir / "postgres/data/base").mkdir(parents=True)

    postgres = Postgres(var_dir, options=PASSING)

    assert postgres.start() is True
    postgres.stop()


def test_a_configuration_that_cannot_start_shows_the_servers_own_words(var_dir: Path) -> None:
    postgres = Postgres(var_dir, options={"shared_buffers": "a lot"})

    with pytest.raises(SetupProblem, match="shared_buffers"):
        postgres.start()


def by_hand(var_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HARMWATCH_VAR_DIR": str(var_dir), "DATABASE_URL": "", "CELERY_BROKER_URL": ""}
    command = [sys.executable, "-m", "harmwatch.embedded", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_backup_restores(var_dir: Path) -> None:
    postgres = Postgres(var_dir, options=PASSING)
    postgres.start()
    sql(var_dir, "CREATE TABLE kept AS SELECT 7 AS number")
    backup = str(var_dir / "harmwatch.dump")

    dumped = by_hand(var_dir, "pg_dump", "--format", "custom", "--file", backup)
    sql(var_dir, "DROP TABLE kept")
    restored = by_hand(var_dir, "pg_restore", "--clean", "--if-exists", "--no-owner", backup)
    shown = by_hand(var_dir, "psql", "--tuples-only", "--no-align", "--command", "SELECT number FROM kept")

    assert (dumped.returncode, restored.returncode) == (0, 0), dumped.stderr + restored.stderr
    assert shown.stdout == "7\n"
    postgres.stop()


def test_tools_of_a_stopped_database_say_what_to_do(var_dir: Path) -> None:
    done = by_hand(var_dir, "psql")

    assert done.returncode == 1
    assert "start it with `make db`" in done.stderr
    assert "Traceback" not in done.stderr


def test_by_hand_start_status_and_stop(var_dir: Path) -> None:
    before, started, running, stopped = (by_hand(var_dir, each) for each in ("status", "start", "status", "stop"))

    assert (before.returncode, before.stdout.count("stopped")) == (1, 2)
    assert (started.returncode, started.stdout.count("running")) == (0, 2), started.stderr
    assert (running.returncode, running.stdout.count("running")) == (0, 2)
    assert (stopped.returncode, stopped.stdout.count("stopped")) == (0, 2)


def test_nothing_is_embedded_when_both_addresses_are_named(var_dir: Path) -> None:
    environment = {
        **os.environ,
        "HARMWATCH_VAR_DIR": str(var_dir),
        "DATABASE_URL": "postgresql://harmwatch@db.example.org/harmwatch",
        "CELERY_BROKER_URL": "redis://queue.example.org/0",
    }
    command = [sys.executable, "-m", "harmwatch.embedded", "start"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "nothing is embedded" in done.stdout
    assert not (var_dir / "postgres").exists()
