// Reads the small boundary files of /static/boundaries/ (made by `manage.py build_boundaries`, described in
// incidents/gazetteer/arcs.py) into GeoJSON that Leaflet can draw.

/** The points of one arc: steps on the grid, written five bits a character, the sign in the lowest bit. */
function readArc(text, [west, south], step) {
  const points = [];
  let at = 0;
  const next = () => {
    let value = 0, shift = 0, bits;
    do {
      bits = text.charCodeAt(at++) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  for (let x = 0, y = 0; at < text.length;) {
    x += next();
    y += next();
    points.push([west + x * step, south + y * step]);
  }
  return points;
}

/** A ring from its arcs; `~n` is arc n run backwards, and where two arcs meet the point is kept once. */
function joinArcs(ring, arcs) {
  return ring.flatMap((number, index) => {
    const arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
    return index ? arc.slice(1) : arc;
  });
}

/** GeoJSON FeatureCollection; each feature has the properties pcode, name_en, name_ar and label ([lon, lat]). */
export function decode(file) {
  const arcs = file.arcs.map((arc) => readArc(arc, file.origin, file.step));
  const features = file.shapes.map(([pcode, name_en, name_ar, label, polygons]) => ({
    type: "Feature",
    properties: { pcode, name_en, name_ar, label },
    geometry: {
      type: "MultiPolygon",
      coordinates: polygons.map((polygon) => polygon.map((ring) => joinArcs(ring, arcs))),
    },
  }));
  return { type: "FeatureCollection", features };
}
