"""The lines that lie ready beside the copy give the hash that is made of rows one by one."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from incidents.record.hashing import hash_of_lines, selection_hash
from incidents.statistics.reading_copy import hash_lines
from incidents.statistics.reading_copy.hash_lines import HashLines, Row

BEGINNINGS = ("SY-2023-", "SY-2024-", "SY-", "SYN-", "حلب-", "a b-", "\n", "\r")


def _rows(rng: random.Random, count: int) -> list[Row]:
    codes = {f"{rng.choice(BEGINNINGS)}{rng.randrange(20_000)}" for _number in range(count)}
    return [(code, rng.randrange(1, 12), f"{rng.getrandbits(256):064x}") for code in codes]


def _written(rows: Sequence[Row], folder: Path, together: int = 7) -> HashLines:
    batches: Iterator[Sequence[Row]] = (rows[at : at + together] for at in range(0, len(rows), together))
    path = folder / "record-1.lines"
    return HashLines(path, len(rows), hash_lines.write(batches, path))


@pytest.mark.parametrize("together", [1, 5, 8_192])
def test_chosen_lines_and_others_make_the_hash_of_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(hash_lines, "TOGETHER", together)
    rng = random.Random(together)
    rows = _rows(rng, 500)
    kept, others = sorted(rows[:400]), rows[400:]
    lines = _written(kept, tmp_path)
    for chance in (0.0, 0.02, 0.2, 0.5, 0.97, 1.0):
        bits = "".join("1" if rng.random() < chance else "0" for _row in kept)
        chosen = [row for row, bit in zip(kept, bits, strict=True) if bit == "1"]
        more = rng.sample(others, rng.randrange(len(others)))
        assert hash_of_lines(lines.parts(bits, [])) == selection_hash(chosen)
        assert hash_of_lines(lines.parts(bits, more)) == selection_hash(chosen + more)


def test_versions_of_one_code_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    rows = [("SY-1", number, f"{number:064x}") for number in range(1, 13)]
    lines = _written([row for row in rows if row[1] not in (2, 10, 12)], tmp_path)
    assert hash_of_lines(lines.parts("1" * 9, [rows[11], rows[1], rows[9]])) == selection_hash(rows)


def test_the_hash_is_that_of_a_file_of_lines(tmp_path: Path) -> None:
    lines = _written([("SY-2023-0001", 2, "ab"), ("SY-2023-0002", 1, "cd")], tmp_path)
    by_hand = hashlib.sha256(b"SY-2023-0001 2 ab\nSY-2023-0002 1 cd\n").hexdigest()
    assert hash_of_lines(lines.parts("11", [])) == by_hand
    assert hash_of_lines(lines.parts("", [])) == hashlib.sha256(b"").hexdigest() == selection_hash([])


def test_an_open_file_is_read_on_when_it_is_deleted(tmp_path: Path) -> None:
    rows = sorted(_rows(random.Random(3), 20))
    lines = _written(rows, tmp_path)
    whole = hash_of_lines(lines.parts("1" * len(rows), []))
    lines.path.unlink()
    assert hash_of_lines(lines.parts("1" * len(rows), [])) == whole == selection_hash(rows)


def test_a_spoilt_file_gives_no_lines(tmp_path: Path) -> None:
    lines = _written([("SY-2023-0001", 2, "ab")], tmp_path)
    lines.path.write_bytes(lines.path.read_bytes().replace(b"ab", b"ac"))
    with pytest.raises(OSError, match="not what was written"):
        list(lines.parts("1", []))
