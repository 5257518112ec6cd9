"""How fast the map is in a real browser over a large record, beside the plain way of marking every incident.

    DATABASE_URL=…_bench python -m benchmark.map --incidents 100000 [--markercluster leaflet.markercluster.js]

Works in the database that ``DATABASE_URL`` names, whose name must end in ``_bench``: ``benchmark.dashboard`` fills it.
The plain ways put every incident on a map in the same browser: as circles on Leaflet's canvas, and in the clusters of
Leaflet.markercluster where its script (``dist/leaflet.markercluster.js`` of its npm package) is given. Without a
Chromium it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DATA = 150_000  # bytes
BOUNDS = (("first map", 800, "ms"), ("filter set", 500, "ms"), ("filter lifted", 500, "ms"), ("heap", 25, "MB"))
#: Notes when the map says that it is drawn: once all is there, and after each change of the filter.
WATCH = """
window.drawn = [];
new MutationObserver((changes) => {
  for (const { target, attributeName } of changes)
    if (target.id === "map") window.drawn.push([attributeName, performance.now()]);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn", "data-ready"] });
"""
CLICK = """async (selector) => {
  const link = document.querySelector(selector), start = performance.now();
  window.drawn.length = 0;
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  while (!window.drawn.length) await new Promise((go) => setTimeout(go, 2));
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
SLIDE = """async (month) => {
  const slider = document.querySelector(".map-time input[type=range]"), box = document.getElementById("map");
  const before = box.dataset.month, start = performance.now();
  slider.value = month;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  while (box.dataset.month === before) await new Promise((go) => setTimeout(go, 2));
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
ARRIVED = "performance.getEntriesByType('resource').find((each) => each.name.includes('points.json')).responseEnd"
DISTRICTS = """async () => {
  const start = performance.now();
  document.querySelector("[value=district]").click();
  while (document.getElementById("map").dataset.level !== "district") await new Promise((go) => setTimeout(go, 2));
  return performance.now() - start;
}"""
PLAIN = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="%(css)s">
<div id="map" style="height:520px;width:700px"></div><script src="%(js)s"></script>%(more)s"""
MARK_ALL = """async (clustered) => {
  const points = await (await fetch("/points.json")).json();
  const map = L.map("map", { preferCanvas: true, maxZoom: 14 }).fitBounds([[32.3, 35.6], [37.35, 42.4]]);
  const start = performance.now();
  const group = clustered ? L.markerClusterGroup({ chunkedLoading: false }).addTo(map) : L.layerGroup().addTo(map);
  const markers = points.map(([lat, lon, killed]) =>
    (clustered ? L.marker([lat, lon]) : L.circleMarker([lat, lon], { radius: 4 })).bindPopup(`${killed} killed`));
  if (clustered) group.addLayers(markers);
  else for (const marker of markers) group.addLayer(marker);
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  window.kept = [map, group];
  return performance.now() - start;
}"""


def main() -> int:
    """Fill, measure, print; 1 where a bound is missed, 2 where nothing can be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5, help="How often each is done; the median counts.")
    parser.add_argument("--markercluster", type=Path, help="leaflet.markercluster.js, for the plain way.")
    options = parser.parse_args()
    browser = next((path for path in (os.environ.get("CHROMIUM"), *CHROMIUM) if path and Path(path).exists()), None)
    if browser is None:
        print("No Chromium was found: install it (apt install chromium) or name one in CHROMIUM. Nothing was measured.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")
    os.environ["HARMWATCH_DEBUG"] = "0"
    django.setup()
    if not str(connection.settings_dict["NAME"]).endswith("_bench"):
        print("DATABASE_URL must name a database that ends in _bench: it is filled with synthetic incidents.")
        return 2
    from benchmark.dashboard import fill

    fill(options.incidents)
    with site() as address:
        missed = [*sizes(address), *measure(browser, address, options)]
    print("all bounds met" if not missed else f"missed: {', '.join(missed)}")
    return bool(missed)


@contextmanager
def site() -> Iterator[str]:
    """The site as it is served in production, in processes of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:harmwatch.gunicorn_settings", "harmwatch.wsgi"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as static:
        settings = os.environ | {"HARMWATCH_PORT": str(port), "HARMWATCH_STATIC_ROOT": static}
        subprocess.run([sys.executable, "manage.py", "collectstatic", "-v0"], cwd=ROOT, env=settings, check=True)
        with subprocess.Popen(command, cwd=ROOT, env=settings, **quiet) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                for _process in range(8):  # so that each has read the gazetteer
                    _wait(lambda: urllib.request.urlopen(f"{address}/en/map/points.json", timeout=60).read())
                yield address
            finally:
                server.terminate()


def _wait(work: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            work()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def sizes(address: str) -> Iterator[str]:
    """Bytes of what the map asks for, compressed; the names of those over their bound."""
    year = _json(f"{address}/en/map/village/months.json")["rows"][-13][0][:4]
    whole, places = 0, ("map/points.json", "map/village/months.json", f"map/village/{year}-1.json")
    for path in (*places, "map.json", "map/governorate.json", "map/district.json", "map/subdistrict.json"):
        start = time.perf_counter()
        body = urllib.request.urlopen(f"{address}/en/{path}", timeout=60).read()
        took, size = (time.perf_counter() - start) * 1000, len(gzip.compress(body, 6))
        whole += size if path in places else 0
        print(f"{path:28} {size:9,} bytes compressed   {took:7.0f} ms on the server")
    print(f"{'villages, half a year':28} {whole:8,} bytes compressed")
    if whole > DATA:
        yield "map data"


def _json(address: str) -> Any:
    return json.loads(urllib.request.urlopen(address, timeout=60).read())


def measure(browser: str, address: str, options: argparse.Namespace) -> Iterator[str]:
    """What a reader waits for and what it costs the browser, printed; the names of those over their bound."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        found = [_ours(chromium, address) for _round in range(options.rounds)]
        for name, bound, unit in BOUNDS:
            values = [each[name] for each in found]
            value = statistics.median(values)
            print(f"{name:28} {value:9.1f} {unit}   (bound {bound}; best {min(values):.1f})")
            if value > bound:
                yield name
        for name in ("server's part of it", "drawing, once data are here", "month", "next month", "districts"):
            print(f"{name:28} {statistics.median(each[name] for each in found):9.1f} ms")
        _print_plain(chromium, address, options)
        chromium.close()


def _ours(chromium: Any, address: str) -> dict[str, float]:
    """One visit: the map, the districts, two months of the slider, a click on a month of the chart and back to all."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"{address}/en/", wait_until="commit")
    page.wait_for_selector("#map[data-ready]", timeout=60_000)
    received = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
    drawn = page.evaluate("window.drawn.find(([name]) => name === 'data-drawn')[1]")
    server = page.evaluate(ARRIVED) - page.evaluate(ARRIVED.replace("responseEnd", "requestStart"))
    found = {"first map": drawn - received, "server's part of it": server, "heap": _heap(page)}
    found["drawing, once data are here"] = drawn - page.evaluate(ARRIVED)
    found["districts"] = page.evaluate(DISTRICTS)
    page.click("[value=village]", force=True)
    page.wait_for_selector("#map[data-level=village]")
    found["month"], found["next month"] = page.evaluate(SLIDE, 40), page.evaluate(SLIDE, 41)
    found["filter set"] = page.evaluate(CLICK, ".months a")
    page.wait_for_selector(".limits a")
    page.wait_for_load_state("networkidle")
    found["filter lifted"] = page.evaluate(CLICK, ".limits a")
    page.close()
    return found


def _heap(page: Any) -> float:
    """Megabytes of script heap in use, after what is no longer needed was cleared away."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"]) / 1e6


def _print_plain(chromium: Any, address: str, options: argparse.Namespace) -> None:
    """Every incident on the map: what the same reader would wait for."""
    ways = [("every incident, canvas", "")]
    if options.markercluster:
        ways.append(("every incident, clusters", f"<script>{options.markercluster.read_text()}</script>"))
    else:
        print("clusters: not measured; give --markercluster to compare")
    points, leaflet = _points(), _leaflet(address)
    print(f"{'every incident as data':28} {len(gzip.compress(points.encode(), 6)):9,} bytes compressed")
    for name, script in ways:
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.route("**/points.json", lambda route: route.fulfill(body=points, content_type="application/json"))
        body = PLAIN % (leaflet | {"more": script})
        page.route("**/plain.html", partial(_fulfil, body=body))
        page.goto(f"{address}/plain.html")
        took = page.evaluate(MARK_ALL, bool(script))
        print(f"{name:28} {took:9.1f} ms   {_heap(page):.1f} MB of script heap")
        page.close()


def _fulfil(route: Any, *, body: str) -> None:
    route.fulfill(body=body, content_type="text/html")


def _leaflet(address: str) -> dict[str, str]:
    """Where the site keeps Leaflet and what it needs of style; their names carry a hash."""
    page = urllib.request.urlopen(f"{address}/en/", timeout=60).read().decode()
    parts = {"css": r"css/map[^\"]*\.css", "js": r"leaflet/leaflet[^\"]*\.js"}
    return {kind: match[1] for kind, part in parts.items() if (match := re.search(rf'"([^"]*/{part})"', page))}


def _points() -> str:
    from incidents.models.record.incident import PublishedIncident

    rows = PublishedIncident.objects.as_of(None).filter(latitude__isnull=False)
    return json.dumps(list(rows.values_list("latitude", "longitude", "killed_total_low")), separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main())
