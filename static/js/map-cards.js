// The cards of the map, with the figures of a place, and the way from village to village by keyboard. Fetched by map.js
// when one is first opened; what a card says is asked for place by place.

const OUTCOMES = ["killed", "injured", "missing"];
const SOON = 150; // milliseconds that a card waits for what it says; then it opens without

/** The cards of a map; `view` is what map.js hands over. */
export function cardsOf(view) {
  const { map, box, data, drawing, village, number, element, json, address, written } = view;
  const known = {}; // by address: a promise of the answer
  return { open, openVillage, step };

  /** The most harmed village in view, or the one that follows or precedes the one marked; Enter opens it. */
  async function step(key) {
    const { marked } = drawing;
    if (key === "Enter") return marked === null ? null : openVillage(marked);
    const inView = drawing.circles.filter(({ at }) => map.getBounds().contains(at)).sort((one, other) => (other.count || 0) - (one.count || 0));
    if (!inView.length) return null;
    const now = inView.findIndex(({ row }) => row === marked);
    const { row, count } = key === "PageDown" ? inView[(now + 1) % inView.length] : inView.at(Math.max(now, 0) - 1);
    drawing.marked = row;
    drawing.redraw();
    const { keys, names } = village.answer;
    const name = names?.[row] || rowOf(await about(keys[row]), keys[row])?.name || keys[row];
    if (drawing.marked === row) view.announce(`${name}: ${data[data.outcome]} ${count === null ? "—" : number(count)}`);
    return null;
  }

  function openVillage(row) {
    return open({ key: village.answer.keys[row], at: village.at[row], name: village.answer.names?.[row] });
  }

  /** The name and all figures of one place, in the filter and the months that are shown. */
  function about(key, source = data.villages) {
    const from = address(source, { within: key });
    const forget = (error) => { delete known[from]; throw error; };
    return (known[from] ||= json(from).catch(forget));
  }

  /** A place's figures with its links. `answer` holds those of all months, where they are here already. */
  async function open({ key, at, name = "", note = "", source, answer }) {
    const opener = document.activeElement;
    const answering = (!view.span && answer) || about(key, source);
    await Promise.race([answering, new Promise((go) => setTimeout(go, SOON))]);
    const card = element("div", "", { className: "place-card" });
    const link = element("a", name || "…", { href: address(data.place.replace("KEY", encodeURIComponent(key))) });
    const list = element("dl");
    card.append(link);
    if (note || view.span) card.append(element("p", [note, view.span?.title].filter(Boolean).join(" · "), { className: "quiet" }));
    card.append(list);
    if (data.narrow) card.append(element("a", data.narrow, { href: address(location.pathname, { within: key }), className: "only" }));
    // Beside the buttons of the zoom, which lie above it.
    const popup = view.L.popup({ maxWidth: 260, autoPanPaddingTopLeft: [60, 5] }).setLatLng(at).setContent(card).openOn(map);
    popup.getElement().querySelector(".leaflet-popup-close-button").ariaLabel = data.close;
    if (box.contains(opener)) popup.on("remove", () => (opener.isConnected ? opener : box).focus({ preventScroll: true }));
    const found = rowOf(await answering, key);
    link.textContent = name || found?.name || key;
    list.replaceChildren(...figures(found).flatMap(([term, text]) => [element("dt", term), figure(text)]));
    popup.update(); // takes the card out and puts it back, so it is entered after that
    if (box.contains(opener) && popup.isOpen()) link.focus({ preventScroll: true });
  }

  /** The row of a place, by field, in an answer with villages by column or areas by row; undefined where it is in none. */
  function rowOf({ fields, columns, rows = [], areas }, key) {
    const at = columns ? columns[0].indexOf(key) : rows.findIndex(([each]) => each === key);
    if (at < 0) return areas && rowOf(areas, key);
    return Object.fromEntries(fields.map((field, column) => [field, columns ? columns[column][at] : rows[at][column]]));
  }

  function figures(found) {
    if (!found) return [[data.incidents, view.span ? "—" : number(0)]];
    const known = OUTCOMES.filter((outcome) => `${outcome}_low` in found);
    return [...known.map((outcome) => [data[outcome], written(found[`${outcome}_low`], found[`${outcome}_high`])]), [data.incidents, number(found.incidents)]];
  }

  function figure(text) {
    const cell = element("dd");
    cell.append(element("bdi", text));
    return cell;
  }
}
