"""How soon a page can be read and used on a bad line: ``python -m benchmark.line``.

Serves the site as it is served (gunicorn, WhiteNoise, compression) over the database that ``DATABASE_URL`` names, which
should hold the demonstration's data, and opens pages in Chromium with nothing in its cache, over a line of 400 kbit/s
with 150 ms of delay. Prints for each page when its figures and filter stand on the screen, when the chart does, when
the map is drawn, and how much came over the line; fails where figures and filter take longer than three seconds.
Seconds are from the click to the frame in which a thing has its place on the screen; Chromium delays every request, but
knows nothing of a real line's lost packets and handshakes.

On 22 November 2026, on two busy cores, with 16,594 incidents: dashboard 1.4 s (map 2.9 s, 92 kB in all), with a filter
for two years 0.9 s (map 2.2 s, 79 kB), an embedded map 0.8 s (drawn after 2.4 s).
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BOUND = 3.0  # seconds
KILOBITS_DOWN, KILOBITS_UP, DELAY = 400, 200, 150  # kbit/s, kbit/s, milliseconds there and back
CHROMIUM_PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DASHBOARD = {
    "figures and filter": ".headline .main b, .filter summary",
    "chart": ".chart.months rect",
    "map": "#map[data-ready]",
}
#: What must be there for each step, by page; the first of each is what the bound is on.
STEPS = {
    "": DASHBOARD,
    "?from=2024&to=2025": DASHBOARD,
    "incidents/": {"figures and filter": ".incidents td b, .filter summary"},
    "embed/months/?from=2024": {"figures": ".said b", "chart": ".chart.months rect"},
    "embed/map/?from=2024": {"figures": ".said b", "map": "#map[data-ready]"},
    "submit/": {"form": "textarea"},
}
#: Notes the first frame in which every selector of a step has a box. No frame is drawn while style sheets are awaited.
WATCH = """
window.line = {};
const steps = %s;
(function look() {
  for (const [step, selectors] of Object.entries(steps)) {
    const shown = (selector) => document.querySelector(selector)?.getBoundingClientRect().height;
    const there = selectors.split(", ").every(shown);
    if (there && !(step in window.line)) window.line[step] = performance.now() / 1000;
  }
  requestAnimationFrame(look);
})();
"""


@dataclass(slots=True)
class Load:
    """One load of a page: seconds by step, and what came over the line, in bytes, with the number of requests."""

    seconds: dict[str, float]
    transferred: int = 0
    requests: int = 0
    largest: list[tuple[int, str]] = field(default_factory=list)


def main() -> int:
    """Serve, measure, print; 1 where the bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="How often each page is loaded; medians are printed.")
    parser.add_argument("--site", help="Measure a site that runs already, as http://127.0.0.1:8000.")
    parser.add_argument("--details", action="store_true", help="Name the largest answers of each page.")
    options = parser.parse_args()
    with served(options.site) as site, sync_playwright() as playwright:
        path = next(path for path in (os.environ.get("CHROMIUM"), *CHROMIUM_PATHS) if path and Path(path).exists())
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        missed = [page for page, kept in measure(browser, site, options.rounds, details=options.details) if not kept]
        browser.close()
    print(f"missed: {', '.join(missed)}" if missed else f"all within {BOUND:g} s")
    return bool(missed)


@contextmanager
def served(site: str | None) -> Iterator[str]:
    """The address of the site: the one named, else one of our own, started for this and stopped afterwards."""
    if site:
        yield site.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {
            **os.environ,
            "HARMWATCH_STATIC_ROOT": folder,
            "HARMWATCH_PORT": str(port),
            "HARMWATCH_DEBUG": "0",
        }
        environment |= {"HARMWATCH_SITE_URL": "", "HARMWATCH_ALLOWED_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT)}
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "gunicorn", "-c", "python:harmwatch.gunicorn_settings", "harmwatch.wsgi"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            await_answer(f"http://127.0.0.1:{port}/en/method/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(address: str) -> None:
    """Return once the server answers. Raises OSError after half a minute."""
    for _second in range(60):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise OSError(f"no answer from {address}")


def measure(browser: Browser, site: str, rounds: int, *, details: bool) -> Iterator[tuple[str, bool]]:
    """Each page's address and whether it kept the bound, printed as it is measured."""
    print(f"{KILOBITS_DOWN} kbit/s, {DELAY} ms; median of {rounds}; seconds")
    for language in ("ar", "en"):
        for page, steps in STEPS.items():
            address = f"/{language}/{page}"
            urllib.request.urlopen(site + address).close()  # the first reader of a new process waits for its imports
            loads = [load(browser, site + address, steps) for _round in range(rounds)]
            medians = {step: statistics.median(each.seconds[step] for each in loads) for step in steps}
            said = "   ".join(f"{step} {seconds:.2f}" for step, seconds in medians.items())
            last = loads[-1]
            print(f"{address:30} {said:60} {last.transferred / 1000:6.1f} kB in {last.requests} requests", flush=True)
            for size, name in sorted(last.largest, reverse=True)[: 12 if details else 0]:
                print(f"{'':30} {size / 1000:7.1f} kB  {name}")
            yield address, next(iter(medians.values())) <= BOUND


def load(browser: Browser, address: str, steps: dict[str, str]) -> Load:
    """Load a page over the slow line, with an empty cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(WATCH % repr(steps).replace("'", '"'))
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    line = {"downloadThroughput": KILOBITS_DOWN * 125, "uploadThroughput": KILOBITS_UP * 125}
    wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": DELAY, **line})
    seen = Load({})
    names: dict[str, str] = {}
    wire.on("Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]}))

    def finished(event: dict[str, object]) -> None:
        size = int(float(str(event["encodedDataLength"])))
        seen.transferred += size
        seen.requests += 1
        seen.largest.append((size, names.get(str(event["requestId"]), "")))

    wire.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="commit", timeout=60_000)
    with contextlib.suppress(TimeoutError):
        page.wait_for_function("(count) => Object.keys(window.line).length === count", arg=len(steps), timeout=30_000)
    seen.seconds = dict.fromkeys(steps, math.inf) | page.evaluate("window.line")  # infinite: it never came
    page.wait_for_load_state("networkidle")
    context.close()
    return seen


if __name__ == "__main__":
    sys.exit(main())
