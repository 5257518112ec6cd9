// The map of villages, or of one place: Leaflet on a canvas, over tiles where they are configured, else over our own
// boundaries. Every value comes from data-* attributes and is written as text, never as markup.
(async () => {
  const box = document.getElementById("map");
  if (!box || !window.L) return;
  const data = box.dataset;
  const COUNTRY = [[32.3, 35.6], [37.35, 42.4]];
  const ink = getComputedStyle(document.documentElement);
  const colour = (name) => ink.getPropertyValue(name).trim();
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  box.replaceChildren();
  const map = L.map(box, {
    preferCanvas: true, scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 14, minZoom: 4,
    zoomAnimation: false, fadeAnimation: false,
    attributionControl: Boolean(data.tiles),
  });
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("zoomend", () => box.classList.toggle("far", map.getZoom() < 6.25)); // names would lie upon each other
  map.fitBounds(COUNTRY);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  const base = data.tiles ? L.tileLayer(data.tiles, { attribution: data.attribution }).addTo(map) && null : drawBase();
  const villages = L.layerGroup().addTo(map);
  if (data.point) drawPoint(data.point.split(",").map(Number));
  else if (data.villages) await drawVillages();
  await base;
  box.dataset.ready = "yes";
  document.addEventListener("harmwatch:shown", async () => {
    map.invalidateSize();
    if (data.villages) await drawVillages();
  });

  async function drawBase() {
    const { decode } = await import(data.decoder);
    const [region, governorates] = await Promise.all([data.region, data.adm1].map(async (url) => decode(await (await fetch(url)).json())));
    const name = data.lang === "ar" ? "name_ar" : "name_en";
    const under = { interactive: false, pane: "tilePane" };
    L.geoJSON(region, { ...under, style: { color: colour("--map-line"), weight: 1, fillColor: colour("--map-abroad"), fillOpacity: 1 } }).addTo(map);
    L.geoJSON(governorates, {
      ...under,
      style: { color: colour("--map-line"), weight: 1, fillColor: colour("--map-land"), fillOpacity: 1 },
      onEachFeature: ({ properties: p }) => {
        L.tooltip([p.label[1], p.label[0]], { permanent: true, direction: "center", className: "area-name", interactive: false })
          .setContent(element("span", p[name])).addTo(map);
      },
    }).addTo(map);
  }

  function drawPoint(point) {
    L.circleMarker(point, { radius: 9, color: colour("--ink"), weight: 1, fillColor: colour("--children"), fillOpacity: 0.8 })
      .bindTooltip(element("span", data.label), { permanent: true, direction: "top", className: "place-name", offset: [0, -8] }).addTo(map);
    map.setView(point, 7.5);
  }

  async function drawVillages() {
    const { fields, columns } = await (await fetch(data.villages)).json();
    const rows = columns[0].map((_key, row) => columns.map((column) => column[row]));
    const at = Object.fromEntries(fields.map((field, index) => [field, index]));
    const people = (row) => row[at[`${data.outcome}_low`]] || 0;
    const most = Math.max(1, ...rows.map(people));
    const largest = box.clientWidth < 500 ? 16 : 26;
    const radius = (count) => Math.max(count ? 3 : 2, largest * Math.sqrt(count / Math.max(most, 25)));
    const few = rows.length <= 12;
    map.closePopup();
    villages.clearLayers();
    for (const row of rows) {
      const count = people(row);
      const circle = L.circleMarker([row[at.lat], row[at.lon]], {
        radius: radius(count), color: colour("--ink"), weight: 0.6, fillOpacity: 0.6,
        fillColor: colour(count ? "--children" : "--not-specified"),
      }).bindPopup(() => popup(row, at)).addTo(villages);
      if (few) circle.bindTooltip(element("span", row[at.name]), { permanent: true, direction: "top", className: "place-name", offset: [0, -radius(count)] });
    }
    if (rows.length) frame(rows.map((row) => [row[at.lat], row[at.lon]]));
    else map.fitBounds(COUNTRY);
    if (rows.some(people)) legend(most, radius);
    box.dataset.drawn = rows.length;
  }

  // All villages, but never closer than a stretch of some 160 km: a point without its surroundings says nothing.
  function frame(points) {
    const bounds = L.latLngBounds(points);
    const { lat, lng } = bounds.getCenter();
    bounds.extend([lat - 0.75, lng - 0.9]).extend([lat + 0.75, lng + 0.9]);
    map.fitBounds(bounds, { padding: [12, 12] });
  }

  // Below the map, not on it: on a phone it would hide the country.
  function legend(most, radius) {
    const list = document.getElementById("map-legend");
    list.replaceChildren();
    list.append(element("span", data.people));
    for (const count of steps(most)) {
      const half = radius(count) + 1;
      const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      for (const [key, value] of Object.entries({ width: 2 * half, height: 2 * half, "aria-hidden": "true" })) picture.setAttribute(key, value);
      for (const [key, value] of Object.entries({ cx: half, cy: half, r: half - 1 })) circle.setAttribute(key, value);
      picture.append(circle);
      const entry = element("span", "");
      entry.append(picture, element("bdi", count.toLocaleString("en")));
      list.append(entry);
    }
  }

  function steps(most) {
    const top = 10 ** Math.floor(Math.log10(most));
    const round = Math.floor(most / top) * top;
    return [...new Set([round, Math.round(round / 4), Math.round(round / 20)])].filter((count) => count > 0);
  }

  function popup(row, at) {
    const card = element("div", "");
    card.className = "place-card";
    const link = element("a", row[at.name]);
    link.href = `${data.place.replace("KEY", encodeURIComponent(row[at.key]))}${data.query ? `?${data.query}` : ""}`;
    const list = element("dl", "");
    for (const outcome of ["killed", "injured", "missing"]) {
      if (!(`${outcome}_low` in at)) continue;
      list.append(element("dt", data[outcome]), figure(written(row[at[`${outcome}_low`]], row[at[`${outcome}_high`]])));
    }
    list.append(element("dt", data.incidents), figure(row[at.incidents].toLocaleString("en")));
    card.append(link, list);
    return card;
  }

  function figure(text) {
    const cell = element("dd", "");
    cell.append(element("bdi", text));
    return cell;
  }

  function written(low, high) {
    const number = (value) => value.toLocaleString("en");
    if (low === null) return "—";
    if (high === null) return `${data.atLeast} ${number(low)}`;
    return low === high ? number(low) : `${number(low)}–${number(high)}`;
  }
})();
