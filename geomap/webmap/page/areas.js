/* Places that are known as an area only: polygons, wide lines and circles, hatched by kind and precision. */

// So many areas are elements of the page; more of them are painted on a canvas, where a thousand cost as much as ten here.
const MAX_ELEMENTS = 300;

// Of more than this only those with the most incidents are painted: one would lie above the other without an end.
const MAX_AREAS = 5000;

const METRES_PER_DEGREE = 111_320; // of latitude, and of longitude at the equator

/** Draws the areas of places. Returns {show(), bounds(place), emphasise(place or null)}; open(place, latlng) is called on a click. */
function makeAreas(map, found, open) {
  const layers = new Map();
  let emphasised = null;
  const areas = found.places.filter((place) => place.sign === AREA && (place.geometry || place.radius > 0));
  const boundsOf = new Map(areas.map((place) => [place, areaBounds(place)]));
  const many = areas.length > MAX_ELEMENTS;
  const renderer = many ? L.canvas({ pane: "areas", padding: 0.5 }) : L.svg({ pane: "areas", padding: 0.5 });
  const hatching = many ? canvasHatching() : elementHatching();
  // Wide areas first, so that narrow ones lie above them and can be clicked.
  areas.sort((a, b) => extent(boundsOf.get(b)) - extent(boundsOf.get(a)));
  const styleOf = (place) => {
    const kind = mainKind(place.kinds);
    const lineal = place.geometry?.type.includes("Line") ?? false;
    const weight = (lineal ? 6 : 2) + (place === emphasised ? 2 : 0);
    const fill = lineal ? { fill: false } : { fillColor: hatching(kind, place.precision), fillOpacity: 1 };
    return { color: KIND_COLOURS[kind], weight, dashArray: place.precision >= 3 ? "2 6" : "8 5", ...fill };
  };
  const made = (place) => {
    const style = { ...styleOf(place), renderer, pane: "areas", className: "area", bubblingMouseEvents: false };
    const layer = place.geometry ? L.geoJSON(place.geometry, { ...style, style }) : L.circle([place.lat, place.lon], { ...style, radius: place.radius });
    layer.on("click", (event) => open(place, event.latlng));
    return layer;
  };
  return {
    bounds: (place) => boundsOf.get(place) ?? null,
    show() {
      let shown = areas.filter((place) => place.n > 0);
      if (shown.length > MAX_AREAS) {
        const most = new Set([...shown].sort((a, b) => b.n - a.n).slice(0, MAX_AREAS));
        shown = shown.filter((place) => most.has(place));
      }
      const wanted = new Set(shown);
      for (const [place, layer] of layers) {
        if (wanted.has(place)) continue;
        layer.remove();
        layers.delete(place);
      }
      let fresh = false;
      for (const place of shown) {
        const kind = mainKind(place.kinds);
        const layer = layers.get(place);
        if (layer && layer.kind !== kind) layer.setStyle(styleOf(place));
        if (!layer) {
          layers.set(place, made(place).addTo(map));
          fresh = true;
        }
        layers.get(place).kind = kind;
      }
      if (fresh) for (const place of shown) layers.get(place).bringToFront();
    },
    emphasise(place) {
      const both = [emphasised, place];
      emphasised = place;
      for (const one of both) layers.get(one)?.setStyle(styleOf(one));
    },
  };
}

function extent(bounds) {
  return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
}

function areaBounds(place) {
  const bounds = L.latLngBounds([]);
  if (!place.geometry) {
    const north = place.radius / METRES_PER_DEGREE;
    const east = north / Math.max(0.01, Math.cos((place.lat * Math.PI) / 180));
    return bounds.extend([place.lat - north, place.lon - east]).extend([place.lat + north, place.lon + east]);
  }
  const visit = (coordinates) => {
    if (typeof coordinates[0] === "number") bounds.extend([coordinates[1], coordinates[0]]);
    else coordinates.forEach(visit);
  };
  for (const shape of place.geometry.geometries ?? [place.geometry]) visit(shape.coordinates);
  return bounds;
}
