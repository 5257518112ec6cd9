// The map of villages, or of one incident: Leaflet on a canvas, over tiles where they are configured, else over our own
// boundaries. Every value comes from data-* attributes and is written as text, never as markup.
(async () => {
  const box = document.getElementById("map");
  if (!box || !window.L) return;
  const data = box.dataset;
  const ink = getComputedStyle(document.documentElement);
  const colour = (name) => ink.getPropertyValue(name).trim();
  box.replaceChildren();
  const map = L.map(box, { preferCanvas: true, scrollWheelZoom: false, attributionControl: Boolean(data.tiles), zoomSnap: 0.25 });
  map.fitBounds([[32.3, 35.6], [37.35, 42.4]]);
  map.once("focus", () => map.scrollWheelZoom.enable());

  if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution }).addTo(map);
  else await drawBase();
  if (data.point) drawPoint(data.point.split(",").map(Number));
  else await drawVillages();

  async function drawBase() {
    const { decode } = await import(data.decoder);
    const [region, governorates] = await Promise.all([data.region, data.adm1].map(async (url) => decode(await (await fetch(url)).json())));
    const name = data.lang === "ar" ? "name_ar" : "name_en";
    L.geoJSON(region, { interactive: false, style: { color: colour("--line"), weight: 1, fillColor: colour("--paper"), fillOpacity: 0.55 } }).addTo(map);
    L.geoJSON(governorates, {
      interactive: false,
      style: { color: colour("--line-2"), weight: 1, fillColor: colour("--card"), fillOpacity: 1 },
      onEachFeature: ({ properties: p }) => {
        const label = document.createElement("span");
        label.textContent = p[name];
        L.tooltip([p.label[1], p.label[0]], { permanent: true, direction: "center", className: "area-name", interactive: false }).setContent(label).addTo(map);
      },
    }).addTo(map);
  }

  function drawPoint(point) {
    L.circleMarker(point, { radius: 9, color: colour("--ink"), weight: 1, fillColor: colour("--children"), fillOpacity: 0.8 }).addTo(map);
    map.setView(point, 8);
  }

  async function drawVillages() {
    const { fields, rows } = await (await fetch(data.villages)).json();
    const at = Object.fromEntries(fields.map((field, index) => [field, index]));
    const shown = data.outcome === "injured" ? "injured_low" : "killed_low";
    const most = Math.max(1, ...rows.map((row) => row[at[shown]] || 0));
    const scale = 30 / Math.sqrt(Math.max(most, 25));
    const points = [];
    for (const row of rows) {
      const people = row[at[shown]] || 0;
      const point = [row[at.lat], row[at.lon]];
      const radius = Math.max(people ? 3 : 2, Math.sqrt(people) * scale);
      L.circleMarker(point, { radius, color: colour("--ink"), weight: 0.6, fillColor: people ? colour("--children") : colour("--not-specified"), fillOpacity: 0.65 })
        .bindPopup(() => popup(row, at)).addTo(map);
      if (people) points.push(point);
    }
    if (points.length && points.length < 400) map.fitBounds(points, { maxZoom: 9, padding: [30, 30] });
    box.dataset.drawn = rows.length;
  }

  function popup(row, at) {
    const card = document.createElement("div");
    const link = document.createElement("a");
    link.href = `${data.place.replace("KEY", encodeURIComponent(row[at.key]))}?${data.query}`;
    link.textContent = row[at.name];
    card.append(link);
    for (const outcome of ["killed", "injured"]) {
      const line = document.createElement("div");
      line.textContent = `${data[outcome]}: ${written(row[at[`${outcome}_low`]], row[at[`${outcome}_high`]])}`;
      card.append(line);
    }
    const count = document.createElement("div");
    count.textContent = `${data.incidents}: ${row[at.incidents]}`;
    card.append(count);
    return card;
  }

  function written(low, high) {
    if (low === null) return "—";
    if (high === null) return `${data.atLeast} ${low}`;
    return low === high ? String(low) : `${low}–${high}`;
  }
})();
