// The time slider of the map: one month, or all up to it, step by step or played. Fetched by map.js when it is first
// touched; then the months' figures once, and the places of half a year when one of its months is shown.

const BEAT = 1000; // milliseconds a month: time enough to see what changed

/** The slider of a map; `view` is what map.js hands over. */
export function timeOf(view) {
  const { data, number, written } = view;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const names = data.monthNames.split("|");
  const known = {}; // by level: { months, halves: {} }
  let control = null, at = null, turn = 0, beat = null;
  document.addEventListener("visibilitychange", () => document.hidden && pause());
  return { touch, reset };

  function touch(event, box) {
    control = box;
    const { target, type } = event;
    if (type === "input" && target.type === "range") { pause(); go(Number(target.value)); }
    else if (type === "change" && target.name === "map-span") at !== null && go(at);
    else if (type === "click" && target.closest("[data-do=play]")) play();
    else if (type === "click" && target.closest("[data-do=whole]")) whole();
  }

  /** Back to all months; the map draws itself. */
  function reset() {
    pause();
    turn += 1;
    at = view.span = null;
    view.box.dataset.month = "";
    for (const level of Object.keys(known)) delete known[level];
    control = document.querySelector(".map-time");
    if (control) show(null);
  }

  function whole() {
    pause();
    turn += 1;
    at = view.span = null;
    view.map.closePopup();
    paint(null);
    show(null);
  }

  function play() {
    const last = Number(slider().max);
    const next = at === null || at >= last ? 0 : at + 1;
    if (calm.matches) return go(next); // a step at a time, for whoever wants no movement
    if (beat) return pause();
    said().setAttribute("aria-live", "off"); // nobody listens as fast as it plays
    mark(true);
    const forward = async (month) => {
      const mine = (beat = {});
      await go(month);
      months().then(({ rows }) => rows[month + 3] && half(halfOf(rows[month + 3][0]))).catch(() => {}); // so that it does not stop
      setTimeout(() => {
        if (beat !== mine) return;
        if (month >= last) pause();
        else forward(month + 1);
      }, BEAT);
    };
    forward(next);
  }

  function pause() {
    if (!beat) return;
    beat = null;
    mark(false);
    said().setAttribute("aria-live", "polite");
    said().append(" "); // what stands there now is said
  }

  /** Show a month of the slider, or all up to it; a later call overtakes an earlier one. */
  async function go(month) {
    const mine = ++turn;
    at = month;
    slider().value = month;
    const until = control.querySelector("[name=map-span]:checked")?.value === "until";
    try {
      if (!level().months) said().textContent = "…";
      const shown = await months();
      const wanted = shown.rows.slice(until ? 0 : month, month + 1).map(([name]) => name);
      const values = await sums(wanted);
      if (mine !== turn) return;
      view.span = { from: `${wanted[0]}-01`, to: lastDay(wanted.at(-1)), title: title(wanted) };
      view.map.closePopup();
      paint(values, shown, until);
      show(shown, month, until, values);
    } catch (error) {
      console.warn(error);
      pause();
      said().textContent = data.failed;
    }
  }

  function paint(values, shown, until) {
    if (view.level === "village") view.paintVillages(values, values && !until ? shown.most : undefined);
    view.areas?.paint(values, values && !until ? shown.classes : null);
    view.drawing.redraw();
    view.box.dataset.month = view.span ? view.span.to : "";
  }

  /** What is shown in words; a month's figure is the whole selection's, wherever it happened. */
  function show(shown, month, until, values) {
    const output = said();
    control.querySelector("[data-do=whole]").disabled = !shown;
    if (!shown) {
      slider().value = slider().max;
      slider().setAttribute("aria-valuetext", data.wholePeriod);
      output.textContent = data.wholePeriod;
      return;
    }
    const rows = shown.rows.slice(until ? 0 : month, month + 1);
    const [incidents, low, high] = [1, 2, 3].map((column) => rows.map((row) => row[column]));
    const sum = (values) => values.reduce((all, value) => all + (value || 0), 0);
    const least = low.every((value) => value === null) ? null : sum(low);
    const most = high.some((value, row) => value === null && low[row] !== null) ? null : sum(high);
    slider().setAttribute("aria-valuetext", view.span.title);
    const pieces = [[data.people, incidents.some(Boolean) ? written(least, most) : number(0)], [data.incidents, number(sum(incidents))]];
    const drawn = sum([...values.values()]);
    if (drawn < least) pieces.push([data.onMap, number(drawn)]); // the rest is known by no such place
    output.replaceChildren(view.element("b", view.span.title), ...pieces.flatMap(([term, text]) => [` · ${term} `, view.element("bdi", text)]));
  }

  /** By key the least documented in some months; null where incidents say no number. */
  async function sums(wanted) {
    const halves = await Promise.all([...new Set(wanted.map(halfOf))].map(half));
    const values = new Map();
    for (const { name, keys, rows } of halves) {
      const inside = wanted.filter((month) => halfOf(month) === name).map((month) => (Number(month.slice(5)) - 1) % 6);
      keys.forEach((key, at) => { for (const month of inside) if (rows[at][month]) add(values, key, rows[at][month]); });
    }
    return values;
  }

  function add(values, key, cell) {
    const before = values.get(key);
    values.set(key, cell === 1 ? before ?? null : (before || 0) + cell - 2);
  }

  function level() {
    return (known[view.level] ||= { halves: {} });
  }

  function months() {
    return (level().months ||= view.json(view.address(data.months.replace("LEVEL", view.level), { whole: true })));
  }

  function half(name) {
    return (level().halves[name] ||= view.json(view.address(data.halfYear.replace("LEVEL", view.level).replace("9999-1", name), { whole: true }))
      .then(({ keys, cells }) => ({ name, keys, rows: cells.map(read) })));
  }

  function title(wanted) {
    return [...new Set([wanted[0], wanted.at(-1)])].map((month) => {
      const [year, place] = month.split("-").map(Number);
      return `${names[place - 1]} ${number(year).replace(/[,٬]/g, "")}`;
    }).join(" – ");
  }

  function mark(playing) {
    control.classList.toggle("playing", playing);
  }

  function slider() {
    return control.querySelector("input[type=range]");
  }

  function said() {
    return control.querySelector("output");
  }
}

/** The half year of a month: "2016-1" for January to June. */
function halfOf(month) {
  return `${month.slice(0, 4)}-${Number(month.slice(5)) < 7 ? 1 : 2}`;
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

/** Months out of a few characters: see incidents/charts/cells.py. */
function read(text) {
  const cells = [];
  let value = 0, shift = 0, zeros = false;
  for (let at = 0; at < text.length; at++) {
    const bits = text.charCodeAt(at) - 63;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits >= 32) continue;
    if (zeros) { for (let more = 0; more < value; more++) cells.push(0); zeros = false; }
    else { cells.push(value); zeros = value === 0; }
    value = shift = 0;
  }
  return cells;
}
