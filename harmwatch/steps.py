"""Shows what a start does, step by step, in both languages and with times."""

import contextlib
import time
from collections.abc import Iterator


@contextlib.contextmanager
def step(english: str, arabic: str) -> Iterator[None]:
    """Show one step and, once it is done, how long it took."""
    started = time.monotonic()
    print(f"==> {english} · {arabic}", flush=True)
    yield
    remark(f"{time.monotonic() - started:.1f} s")


def remark(line: str) -> None:
    """A line that belongs to the step above it."""
    print(f"         {line}", flush=True)
