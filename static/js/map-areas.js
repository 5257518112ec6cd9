// Admin areas on the map: a level of them tinted by what is documented within each, or outlines of those that are all
// that is known of where incidents happened. Fetched by map.js when it first needs them.

const FILES = { governorate: "adm1", district: "adm2", subdistrict: "adm3" };
const SVG = "http://www.w3.org/2000/svg";
//: What lies over each tint, so that the classes can be told apart without colour: [width of the tile, path].
const MOTIFS = [null, [7, "M3.5 3h.01"], [8, "M0 8L8 0"], [5, "M0 5L5 0"], [6, "M0 6L6 0M0 0L6 6"]];

/** The areas of a map; `view` is what map.js hands over. */
export function areasOf(view) {
  const { L, map, data, number, written } = view;
  const shapes = {}; // by level: a promise of the features by P-code
  const name = data.lang === "ar" ? "name_ar" : "name_en";
  let layer = null, shown = null;
  map.createPane("areas").style.zIndex = 410;
  const renderer = L.svg({ pane: "areas", padding: 0.2 });
  drawPatterns(view.box);
  return { alone, clear, outline, tint, paint };

  /** One area for itself, with some of what lies around it. */
  async function alone(key, level) {
    const feature = (await load(level)).get(key);
    if (!feature) return; // a gazetteer may hold areas that our boundaries do not
    layer = L.geoJSON(feature, { renderer, interactive: false, style: { className: "area outline", weight: 2, fillOpacity: 1, fillColor: "url(#tint-outline)", color: "currentColor" } }).addTo(map);
    map.fitBounds(layer.getBounds().pad(0.7), { maxZoom: 9 });
    const [longitude, latitude] = feature.properties.label;
    view.base.unshift({ at: [latitude, longitude], lines: [{ text: feature.properties[name], strong: true }] });
    view.drawing.redraw();
  }

  function clear() {
    layer?.remove();
    layer = shown = null;
    view.drawing.names = view.base;
  }

  /** Areas of which no more is known than that it happened within them: hatched, each with its own figure. */
  async function outline(areas) {
    clear();
    const known = areas.filter(([, kind]) => kind in FILES);
    const levels = await Promise.all([...new Set(known.map(([, kind]) => kind))].map(load));
    if (view.level !== "village") return; // a later click has overtaken this one
    const features = new Map(levels.flatMap((level) => [...level]));
    const values = new Map(known.filter(([key]) => features.has(key)).map(([key, , , , low]) => [key, low]));
    shown = { values, features, note: data.areaOnly };
    draw([...values], () => "outline");
  }

  /** All areas of a level, tinted by the least documented in them. */
  async function tint(level) {
    const source = data.areas.replace("LEVEL", level);
    const [features, answer] = await Promise.all([load(level), view.json(view.address(source, { whole: true }))]);
    if (view.level !== level) return; // a later click has overtaken this one
    clear();
    const low = answer.fields.indexOf(`${data.outcome}_low`);
    shown = { values: new Map(answer.rows.map((row) => [row[0], row[low]])), features, source, answer, tinted: true };
    paint(null);
  }

  /** The same areas with the values of a span of months by P-code; null: those of all months. */
  function paint(values, given = null) {
    if (!shown) return;
    const whole = shown.answer?.classes || [];
    const classes = given || (values && whole.length ? [1, ...whole.slice(1)] : whole); // a part may be less than all
    const low = values || shown.values;
    const keys = shown.tinted ? [...shown.features.keys()] : [...shown.values.keys()].filter((key) => low.get(key) !== undefined);
    draw(keys.map((key) => [key, low.get(key)]), shown.tinted ? (value) => classOf(value, classes) : () => "outline");
    if (shown.tinted) explain(classes, values);
  }

  function draw(valued, kind) {
    layer?.remove();
    const held = document.activeElement?.dataset?.key;
    valued.sort(([, one], [, other]) => (other ?? -1) - (one ?? -1));
    layer = L.featureGroup(valued.map(([key, value]) => area(key, value, kind(value)))).addTo(map);
    nameAll(valued, kind);
    const elements = layer.getLayers().map((each) => each.getElement());
    elements.forEach((path, place) => reachable(path, place, valued[place], elements));
    elements.find((path) => path.dataset.key === held)?.focus({ preventScroll: true });
    view.drawing.redraw();
  }

  function area(key, value, kind) {
    const path = L.geoJSON(shown.features.get(key), {
      renderer, style: { className: `area ${kind}`, weight: 1, fillOpacity: 1, fillColor: `url(#tint-${kind})`, color: "currentColor" },
    }).getLayers()[0];
    return path.on("click", (event) => { if (view.villageAt(event.containerPoint) === null) open(key); });
  }

  /** One stop of the Tab key for all areas; the arrow keys go from one to the next, the most harmed first. */
  function reachable(path, place, [key, value], elements) {
    path.dataset.key = key;
    const set = { tabindex: place ? -1 : 0, role: "button", "aria-label": `${named(key)}: ${value === undefined ? "" : `${data[data.outcome]} `}${said(value)}` };
    for (const [attribute, content] of Object.entries(set)) path.setAttribute(attribute, content);
    path.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -place, End: elements.length - 1 - place }[event.key];
      if (event.key === "Enter" || event.key === " ") open(key);
      else if (way !== undefined) go(elements, place, (place + way + elements.length) % elements.length);
      else return;
      event.preventDefault();
      event.stopPropagation(); // the map itself would move
    });
  }

  function go(elements, from, to) {
    elements[from].setAttribute("tabindex", -1);
    elements[to].setAttribute("tabindex", 0);
    elements[to].focus({ preventScroll: true });
  }

  function open(key) {
    const { features, source, answer, note } = shown;
    const [longitude, latitude] = features.get(key).properties.label;
    view.openCard({ key, name: named(key), at: [latitude, longitude], note, source, answer });
  }

  function nameAll(valued, kind) {
    const numbers = valued.filter(([, value]) => shown.tinted ? value !== undefined : value).map(([key, value]) => label(key, value, kind(value)));
    view.drawing.names = shown.tinted ? numbers : [...numbers, ...view.base];
  }

  function label(key, value, kind) {
    const { properties: { label: [longitude, latitude] } } = shown.features.get(key);
    const figure = { text: said(value), strong: true };
    return { at: [latitude, longitude], lines: shown.tinted ? [{ text: named(key) }, figure] : [figure], on: Number(kind) || 0, boxed: !shown.tinted };
  }

  function named(key) {
    return shown.features.get(key).properties[name];
  }

  function said(value) {
    if (value === undefined) return data.nothing;
    return value === null ? "—" : number(value);
  }

  function explain(classes, values) {
    const most = Math.max(...(values ? [classes.at(-1) ?? 0] : [...shown.values.values()].map((value) => value || 0)));
    const entries = classes.map((least, place) => {
      const last = place === classes.length - 1;
      return [view.swatch("rect", 8, place + 1), last && values ? `${number(least)}+` : written(least, last ? most : classes[place + 1] - 1)];
    });
    const kinds = new Set([...shown.features.keys()].map((key) => classOf((values || shown.values).get(key), classes)));
    const others = [["zero", number(0)], ["unknown", `— ${data.unknown}`], ["none", data.nothing]].filter(([kind]) => kinds.has(kind));
    view.legend([...entries, ...others.map(([kind, text]) => [view.swatch("rect", 8, kind), text])], data.people);
    const { elsewhere } = shown.answer;
    if (elsewhere.incidents && !values) {
      const note = view.element("span", `${data.elsewhere} `);
      note.append(view.element("bdi", `${written(elsewhere[`${data.outcome}_low`], elsewhere[`${data.outcome}_high`])}`), ` · ${data.incidents} `, view.element("bdi", number(elsewhere.incidents)));
      document.getElementById("map-legend")?.append(note);
    }
  }

  function load(level) {
    shapes[level] ||= import(data.decoder).then(async ({ decode }) =>
      new Map(decode(await view.json(data[FILES[level]])).features.map((feature) => [feature.properties.pcode, feature])));
    return shapes[level];
  }
}

/** Which class a value is of: 1 to 5; zero, unknown and nothing at all are told apart. */
function classOf(value, classes) {
  if (value === undefined) return "none";
  if (value === null) return "unknown";
  return value ? Math.max(1, classes.filter((least) => least <= value).length) : "zero";
}

function drawPatterns(box) {
  const svg = made("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" });
  MOTIFS.forEach((motif, place) => svg.append(pattern(`tint-${place + 1}`, ...(motif || [8, ""]))));
  svg.append(pattern("tint-outline", 9, "M0 9L9 0"), pattern("tint-unknown", 6, "M3 3h.01"), pattern("tint-zero", 8, ""), pattern("tint-none", 8, ""));
  box.before(svg);
}

function pattern(id, size, path) {
  const tile = made("pattern", { id, class: id, width: size, height: size, patternUnits: "userSpaceOnUse" });
  tile.append(made("rect", { width: size, height: size }), made("path", { d: path || "M0 0" }));
  return tile;
}

function made(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
