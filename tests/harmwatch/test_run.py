"""``make run`` before anything is started: port, permissions, a second start, settings that cannot be used."""

import os
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from harmwatch.bootstrap import SetupProblem, check_writable
from harmwatch.run import answers, check_port, only_start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def in_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_a_taken_port_is_one_sentence_in_each_language_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SetupProblem) as raised:
            check_port("127.0.0.1", port)

    english, arabic = str(raised.value).splitlines()
    assert english.startswith(f"Port {port} is taken by another program")
    assert f"make run HARMWATCH_PORT={port + 1}" in english
    assert in_arabic(arabic)


def test_a_free_port_and_one_just_left_are_fine() -> None:
    port = free_port()
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen()
        client.connect(("127.0.0.1", port))
        server.accept()[0].close()

    check_port("127.0.0.1", port)


def test_a_port_that_may_not_be_used_says_so() -> None:
    with pytest.raises(SetupProblem, match="may not listen on 192.0.2.7, port 80"):
        check_port("192.0.2.7", 80)


def test_a_second_start_names_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "run" / "lock"
    with only_start(lock), pytest.raises(SetupProblem) as raised, only_start(lock):
        pytest.fail("two at once")

    assert f"runs already (process {os.getpid()})" in str(raised.value)
    with only_start(lock):
        assert lock.read_text() == str(os.getpid()), "free again once the first has ended"


def test_an_answer_of_another_program_is_not_ours() -> None:
    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            assert answers("127.0.0.1", server.server_port) is False
        finally:
            server.shutdown()
            thread.join()


def test_no_answer_at_all_is_no_answer() -> None:
    assert answers("127.0.0.1", free_port()) is False


def test_a_folder_that_may_not_be_written_is_one_sentence_in_each_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere

    with pytest.raises(SetupProblem) as raised:
        check_writable(tmp_path / "var" / "postgres")

    english, arabic = str(raised.value).splitlines()
    assert english.startswith(f"HarmWatch may not write to {tmp_path}:")
    assert in_arabic(arabic)


def test_settings_that_cannot_be_used_end_the_start_with_their_advice(tmp_path: Path) -> None:
    environment = {**os.environ, "HARMWATCH_VAR_DIR": str(tmp_path), "DATABASE_URL": "mysql://db.example.org/harm"}
    command = [sys.executable, "-m", "harmwatch.run"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "give DATABASE_URL as postgresql://" in done.stderr
    assert "Traceback" not in done.stderr
