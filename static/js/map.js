// The map of villages and areas, or of one place: Leaflet, over tiles where they are configured, else over our own
// boundaries. What a page's map shows is said by the data-* attributes of #map alone (docs/map.md), so that a bare page
// can carry one too. Values are written as text, never as markup. Cards, areas and months have scripts of their own, and
// names and all figures but those drawn answers of their own; they are fetched when they are first needed.
(async () => {
  const box = document.getElementById("map");
  if (!box) return;
  const data = box.dataset;
  let coming = data.points ? json(data.points) : null; // the villages of the filter that is about to be shown
  const below = data.tiles ? null : json(data.base);
  for (const asked of [coming, below]) asked?.catch(() => {}); // whoever shows them says so
  if (!window.L && document.readyState !== "complete") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));
  if (!window.L) return;
  const COUNTRY = [[32.3, 35.6], [37.35, 42.4]];
  const NEAR = 8; // the zoom from which outlines of districts can be told apart
  const locale = data.digits === "arab" ? "ar-u-nu-arab" : "en";
  const number = (value) => value.toLocaleString(locale);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const element = (tag, text = "", attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes);

  box.replaceChildren();
  const map = L.map(box, {
    scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 14, minZoom: 4, zoomAnimation: false, fadeAnimation: false,
    attributionControl: Boolean(data.tiles),
  });
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(COUNTRY);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.createPane("drawn").style.zIndex = 450;
  const says = element("p", "", { className: "visually-hidden" });
  says.setAttribute("aria-live", "polite");
  box.append(says);

  /** One canvas for all circles and names: six thousand shapes of Leaflet's own would be as many objects and listeners. */
  const Drawing = L.Canvas.extend({
    options: { pane: "drawn", padding: 0.2 },
    circles: [], names: [], marked: null,
    _initContainer() {
      L.Canvas.prototype._initContainer.call(this);
      this._container.classList.add("drawing");
      this._container.setAttribute("aria-hidden", "true");
    },
    redraw() { if (this._map) this._redraw(); },
    _draw() {
      drawCircles(this._ctx, this.circles, this.marked);
      drawNames(this._ctx, this.names);
    },
  });
  const drawing = new Drawing().addTo(map);
  const village = { rows: [], most: 1, answer: null };
  const view = {
    L, map, box, data, drawing, village, level: "village", span: null, number, element, json, address, written, openCard, legend, swatch,
    base: [], villageAt: (point) => villageAt(point, 8), announce: (text) => { says.textContent = text; }, paintVillages, areas: null,
  };
  drawing.names = view.base;
  map.on("zoomend focus", () => {
    box.classList.toggle("far", map.getZoom() < NEAR);
    if (view.level === "village" && village.answer && !view.areas && !view.span) showAreas().then(() => drawing.redraw()).catch(failed);
  });
  map.on("click", (event) => { const row = villageAt(event.containerPoint, 8); if (row !== null) cards().then((it) => it.openVillage(row)).catch(failed); });
  map.on("mousemove", (event) => box.classList.toggle("over", villageAt(event.containerPoint, 3) !== null));
  box.addEventListener("keydown", step);

  const base = data.tiles ? L.tileLayer(data.tiles, { attribution: data.attribution }).addTo(map) && null : drawBase();
  if (data.point) drawPoint(data.point.split(",").map(Number));
  else if (data.area) await areas().then(({ alone }) => alone(data.area, data.kind)).catch(failed);
  else if (data.points) await show().catch(failed);
  await base;
  box.dataset.ready = "yes";
  document.addEventListener("harmwatch:asked", ({ detail }) => ask(detail));
  document.addEventListener("harmwatch:shown", () => { if (data.points) show().catch(failed); });
  document.addEventListener("change", ({ target }) => { if (target.name === "map-level") change(target.value).catch(failed); });
  for (const kind of ["input", "click", "change"]) document.addEventListener(kind, touchTime);

  /** The map of the page's present filter, with the page's controls and legend. */
  async function show() {
    const answer = await (coming || json(data.points));
    coming = null;
    for (const control of document.querySelectorAll(".map-levels, .map-time")) control.hidden = Number(control.dataset.count ?? 2) < 2;
    map.invalidateSize(); // which has made room for them
    if (answer !== village.answer) await draw(answer);
    else {
      view.time?.reset?.();
      if (view.level === "village") paintVillages(null);
      else view.areas.paint(null);
    }
    const level = document.querySelector(`[name="map-level"][value="${view.level}"]`);
    if (level) level.checked = true;
  }

  async function draw(answer) {
    let north = 0; // each village says how far north of the one before it lies
    Object.assign(village, { answer, at: answer.north.map((step, row) => L.latLng((north += step) / 1000, answer.east[row] / 1000)) });
    village.rows = answer.keys.map((_key, row) => row);
    village.most = Math.max(1, ...answer.low);
    drawing.marked = null;
    frame();
    await change(view.level);
    box.dataset.drawn = village.rows.length;
  }

  /** A filter was chosen: its villages are asked for beside its page, and drawn as soon as they are here. */
  async function ask({ search }) {
    if (!data.points) return;
    const mine = (coming = json(data.points.split("?")[0] + search));
    const answer = await mine.catch(() => null); // whoever shows them says so
    if (!answer || coming !== mine) return;
    Object.assign(data, { query: answer.query, outcome: answer.outcome });
    await draw(answer);
  }

  /** Villages as circles, or the areas of a level tinted. */
  async function change(level) {
    view.level = level;
    view.span = null;
    view.time?.reset?.();
    map.closePopup();
    if (level === "village") {
      view.areas?.clear();
      paintVillages(null);
      await showAreas();
    } else {
      drawing.circles = [];
      await (await areas()).tint(level);
    }
    drawing.redraw();
    box.dataset.level = level;
  }

  /** What is known only by an area: its figure at first; its outline once the map is near, or somebody turns to it. */
  async function showAreas() {
    const rows = village.answer.areas;
    if (!rows.length || !data.areasCode) return;
    box.classList.toggle("far", map.getZoom() < NEAR);
    if (view.areas || view.time || map.getZoom() >= NEAR || document.activeElement === box) return (await areas()).outline(rows);
    const counted = rows.filter(([, kind, , , low]) => kind !== "country" && low);
    drawing.names = [...counted.map(([, , lat, lon, low]) => ({ at: [lat, lon], lines: [{ text: number(low), strong: true }], boxed: true })), ...view.base];
  }

  /** One promise for all: two keys pressed at once are answered in their order. */
  function cards() {
    const forget = (error) => { view.cards = null; throw error; };
    return (view.cards ||= import(data.cardsCode).then((code) => code.cardsOf(view)).catch(forget));
  }

  function openCard(card) {
    return cards().then((it) => it.open(card)).catch(failed);
  }

  async function areas() {
    const { areasOf } = await import(data.areasCode);
    return (view.areas ||= areasOf(view)); // asked for twice at once, they are made once
  }

  async function touchTime(event) {
    const control = event.target.closest?.(".map-time");
    if (!control || !data.monthsCode) return;
    view.time ||= import(data.monthsCode).then((code) => code.timeOf(view));
    const time = await view.time;
    view.time = time;
    if (view.level === "village" && !view.areas) await showAreas();
    time.touch(event, control);
  }

  /** The circles of the villages: of all months, or with the values of a span of them. `values` is by key. */
  function paintVillages(values, most = village.most) {
    const { answer: { keys, low, names }, at } = village;
    const counts = values ? keys.map((key) => values.get(key)) : low;
    const size = radius(most);
    for (const layer of village.labels || []) layer.remove();
    drawing.circles = village.rows.filter((row) => counts[row] !== undefined)
      .map((row) => ({ row, at: at[row], count: counts[row], radius: size(counts[row] || 0) }))
      .sort((one, other) => other.radius - one.radius);
    village.labels = !names ? [] : drawing.circles.map((circle) => L.tooltip(circle.at, {
      permanent: true, direction: "top", className: "place-name", offset: [0, -circle.radius],
    }).setContent(element("span", names[circle.row])).addTo(map));
    drawing.redraw();
    legend([...circleKeys(Math.max(most, 0), size)], data.people);
  }

  function radius(most) {
    const largest = box.clientWidth < 500 ? 16 : 26;
    return (count) => Math.max(count ? 3 : 2.5, largest * Math.sqrt(count / Math.max(most, 25)));
  }

  function drawCircles(pen, circles, marked) {
    const [fill, line, card, accent] = ["--children", "--ink", "--card", "--accent"].map(colour);
    for (const { at, count, radius: size, row } of circles) {
      const { x, y } = map.latLngToLayerPoint(at);
      pen.beginPath();
      pen.arc(x, y, size, 0, 2 * Math.PI);
      pen.globalAlpha = count ? 0.6 : 0.85;
      pen.fillStyle = count ? fill : card;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = row === marked ? 4 : 0.6;
      pen.strokeStyle = row === marked ? accent : line;
      if (!count) pen.setLineDash(count === null ? [1.5, 1.5] : []);
      pen.stroke();
      pen.setLineDash([]);
    }
  }

  /** Names and numbers, the weightier first; one that would lie upon another is left out until the map is closer. */
  function drawNames(pen, all) {
    const family = getComputedStyle(box).fontFamily;
    const tones = {}; // halo, quiet and strong ink by what lies below
    const tone = (on) => (tones[on] ||= (on ? [`--tint-${on}`, `--on-tint-${on}`, `--on-tint-${on}`] : ["--map-land", "--ink-2", "--ink"]).map(colour));
    const taken = [];
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3 });
    for (const { at, lines, on, boxed } of all) {
      const [halo, quiet, ink] = tone(on);
      const { x, y } = map.latLngToLayerPoint(at);
      pen.font = `600 12.5px ${family}`;
      const fitting = [lines, lines.slice(-1)].find((some) => takes(taken, pen, some, x, y)); // the number alone rather than nothing
      if (!fitting) continue;
      const [left, , right] = taken.at(-1);
      if (boxed) {
        Object.assign(pen, { lineWidth: 1, strokeStyle: quiet, fillStyle: halo, globalAlpha: 0.9 });
        pen.fillRect(left - 2, y - 8, right - left + 4, 16);
        pen.strokeRect(left - 2, y - 8, right - left + 4, 16);
        Object.assign(pen, { lineWidth: 3, globalAlpha: 1 });
      }
      fitting.forEach(({ text, strong }, line) => {
        pen.font = `${strong && !boxed ? 700 : 400} ${strong ? 13 : 12}px ${family}`;
        pen.fillStyle = strong ? ink : quiet;
        pen.strokeStyle = halo;
        const height = y + (line - (fitting.length - 1) / 2) * 15;
        if (!boxed) pen.strokeText(text, x, height);
        pen.fillText(text, x, height);
      });
    }
  }

  /** Whether lines of text have room at a point; they then take it. */
  function takes(taken, pen, lines, x, y) {
    const half = Math.max(...lines.map((line) => pen.measureText(line.text).width)) / 2;
    const tall = lines.length * 8;
    const place = [x - half, y - tall, x + half, y + tall];
    if (taken.some((other) => place[0] < other[2] && other[0] < place[2] && place[1] < other[3] && other[1] < place[3])) return false;
    return taken.push(place);
  }

  async function drawBase() {
    const [{ decode }, files] = await Promise.all([import(data.decoder), below]);
    const [region, governorates] = [files.region, files.adm1].map(decode);
    const renderer = L.canvas({ pane: "tilePane" });
    const style = (fill) => ({ color: colour("--map-line"), weight: 1, fillColor: colour(fill), fillOpacity: 1 });
    L.geoJSON(region, { renderer, interactive: false, style: style("--map-abroad") }).addTo(map);
    L.geoJSON(governorates, { renderer, interactive: false, style: style("--map-land") }).addTo(map);
    view.base.push(...governorates.features.map(({ properties: p }) => nameOf(p)));
    drawing.redraw();
  }

  function nameOf({ label, name_ar, name_en }) {
    return { at: [label[1], label[0]], lines: [{ text: data.lang === "ar" ? name_ar : name_en }] };
  }

  function drawPoint(point) {
    drawing.circles = [{ row: 0, at: L.latLng(point), count: 1, radius: 9 }];
    L.tooltip(point, { permanent: true, direction: "top", className: "place-name", offset: [0, -8] }).setContent(element("span", data.label)).addTo(map);
    map.setView(point, 7.5);
  }

  // All villages, but never closer than a stretch of some 160 km: a point without its surroundings says nothing.
  function frame() {
    map.invalidateSize();
    if (!village.at.length) return void map.fitBounds(COUNTRY);
    const bounds = L.latLngBounds(village.at);
    const centre = bounds.getCenter();
    bounds.extend([centre.lat - 0.75, centre.lng - 0.9]).extend([centre.lat + 0.75, centre.lng + 0.9]);
    map.fitBounds(bounds, { padding: [12, 12] });
  }

  /** The village at a point of the screen: the smallest circle around it, else the nearest one within reach. */
  function villageAt(point, reach) {
    let found = null, least = Infinity;
    for (const { row, at, radius: size } of drawing.circles) {
      const away = point.distanceTo(map.latLngToContainerPoint(at));
      if (away <= size + reach && (away <= size ? size : 1000 + away) < least) [found, least] = [row, away <= size ? size : 1000 + away];
    }
    return data.points ? found : null;
  }

  /** Page Down and Page Up go from village to village in view, Enter opens, Escape closes. */
  function step(event) {
    if (event.key === "Escape") return void map.closePopup();
    if (event.target !== box || !data.points || !["PageDown", "PageUp", "Enter"].includes(event.key)) return;
    if (event.key !== "Enter") event.preventDefault();
    cards().then((it) => it.step(event.key)).catch(failed);
  }

  // Below the map, not on it: on a phone it would hide the country.
  function legend(entries, title) {
    const list = document.getElementById("map-legend");
    list?.replaceChildren(element("span", title), ...entries.map(([picture, text]) => {
      const entry = element("span");
      entry.append(picture, element("bdi", text));
      return entry;
    }));
  }

  function* circleKeys(most, size) {
    for (const count of steps(most)) yield [swatch("circle", size(count)), number(count)];
    if (village.answer.low.includes(null)) yield [swatch("circle", 4, "unknown"), data.unknown];
    if (data.areasCode && village.answer.areas.some(([, kind]) => kind !== "country")) yield [swatch("rect", 8, "outline"), data.areaOnly];
  }

  /** A key of the legend: a circle of a radius, or a square that is filled like an area. */
  function swatch(shape, half, kind = "") {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", shape);
    const size = 2 * half + 2;
    const wide = shape === "rect" ? size + 8 : size;
    const set = (node, values) => Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
    set(picture, { width: wide, height: size, "aria-hidden": "true" });
    set(drawn, shape === "rect" ? { x: 1, y: 1, width: wide - 2, height: size - 2 } : { cx: half + 1, cy: half + 1, r: half });
    if (shape === "rect") set(drawn, { fill: `url(#tint-${kind})` });
    drawn.setAttribute("class", `key-${kind || "circle"}`);
    picture.append(drawn);
    return picture;
  }

  function steps(most) {
    if (most < 1) return [];
    const top = 10 ** Math.floor(Math.log10(most));
    const round = Math.floor(most / top) * top;
    return [...new Set([round, Math.round(round / 4), Math.round(round / 20)])].filter((count) => count > 0);
  }

  function written(low, high) {
    if (low === null) return "—";
    if (high === null) return `${data.atLeast} ${number(low)}`;
    return low === high ? number(low) : `${number(low)}–${number(high)}`;
  }

  /** An address with the page's filter, for the span of months shown; `within` leaves one place of it alone. */
  function address(path, { within = null, whole = false } = {}) {
    const query = new URLSearchParams(data.query);
    if (view.span && !whole) for (const edge of ["from", "to"]) query.set(edge, view.span[edge]);
    if (within) query.set("place", within);
    return query.size ? `${path}?${query}` : path;
  }

  async function json(from) {
    const answer = await fetch(from);
    if (!answer.ok) throw new Error(`${answer.status} ${from}`);
    return answer.json();
  }

  function failed(error) {
    console.warn(error);
    legend([], data.failed || "");
    view.announce(data.failed || "");
  }
})();
