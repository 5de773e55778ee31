/* What is drawn: marks, clusters, areas, and the legend that puts them in words. */

// One colour per ACLED event type, each at least 3:1 against the map's ground and apart for colour-blind eyes.
const TYPE_COLOURS = {
  "Battles": "#b3261e",
  "Explosions/Remote violence": "#c25a00",
  "Violence against civilians": "#7b2d8b",
  "Protests": "#1b66c9",
  "Riots": "#7a6100",
  "Strategic developments": "#00796b",
};
const OTHER_COLOUR = "#5a6068";

function typeColour(type) {
  return Object.hasOwn(TYPE_COLOURS, type) ? TYPE_COLOURS[type] : OTHER_COLOUR;
}

/** Diameter in pixels: the disc's area grows with the number of incidents, within what can be hit and seen through. */
function markSize(n) {
  return Math.round(Math.min(52, Math.max(18, 12 + 6 * Math.sqrt(n))));
}

/** The types of a place as slices of its disc. */
function slices(counts) {
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  let angle = 0;
  const stops = counts.map(([type, n]) => {
    const from = angle;
    angle += (360 * n) / total;
    return `${typeColour(type)} ${from}deg ${angle}deg`;
  });
  return `conic-gradient(${stops.join(", ")})`;
}

/** The mark of a place: a disc, a dashed square for an area, a hollow question mark for an ambiguous name. */
function markElement(sign, counts) {
  const n = counts.reduce((sum, [, count]) => sum + count, 0);
  const mark = el("span", { class: `mark ${sign}` });
  mark.style.setProperty("--size", `${markSize(n)}px`);
  mark.style.setProperty("--colour", typeColour(counts[0][0]));
  if (sign === POINT) mark.style.background = slices(counts);
  const label = sign === AMBIGUOUS ? (n > 1 ? `${formatNumber(n)}?` : "?") : n > 1 ? formatNumber(n) : "";
  if (label) mark.append(el("span", {}, label));
  return mark;
}

function markIcon(data, place) {
  const size = Math.max(24, markSize(place.incidents.length)); // 24 px: the least that a finger or WCAG asks
  const html = markElement(place.sign, countTypes(data, place.incidents));
  return L.divIcon({ html, className: "place", iconSize: [size, size] });
}

/** A cluster counts incidents; one that stands at several candidates counts once. */
function clusterIcon(cluster) {
  const incidents = new Set(cluster.getAllChildMarkers().flatMap((marker) => marker.place.incidents));
  const size = Math.round(Math.min(60, 28 + 5 * Math.log2(incidents.size)));
  const html = el("span", { class: "mark cluster" }, el("span", {}, formatNumber(incidents.size)));
  html.style.setProperty("--size", `${size}px`);
  return L.divIcon({ html, className: "place", iconSize: [size, size] });
}

/** Hatching by type and precision: close lines for part of a region, wide ones for a whole governorate. */
function addPatterns(types) {
  const defs = document.getElementById("patterns");
  const svg = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  for (const colour of new Set(types.map(typeColour))) {
    for (const [precision, gap] of [[2, 8], [3, 16]]) {
      const box = { width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
      const pattern = svg("pattern", { id: patternId(colour, precision), ...box });
      const ground = { width: gap, height: gap, fill: colour, "fill-opacity": 0.06 };
      const line = { x1: 0, y1: 0, x2: 0, y2: gap, stroke: colour, "stroke-width": 2, "stroke-opacity": 0.4 };
      pattern.append(svg("rect", ground), svg("line", line));
      defs.append(pattern);
    }
  }
}

function patternId(colour, precision) {
  return `hatch-${colour.slice(1)}-${precision >= 3 ? 3 : 2}`;
}

/** The layer of a place that is known as an area only, or null where nothing but its middle is known. */
function areaLayer(data, place, renderer) {
  const colour = typeColour(countTypes(data, place.incidents)[0][0]);
  const style = {
    renderer,
    pane: "areas",
    className: "area",
    color: colour,
    weight: 2,
    dashArray: place.precision >= 3 ? "2 6" : "8 5",
    fillColor: `url(#${patternId(colour, place.precision)})`,
    fillOpacity: 1,
    bubblingMouseEvents: false,
  };
  if (place.geometry) {
    const lineal = place.geometry.type.includes("Line");
    return L.geoJSON(place.geometry, { ...style, style: lineal ? { ...style, weight: 6, fill: false } : style });
  }
  return place.radius > 0 ? L.circle([place.lat, place.lon], { ...style, radius: place.radius }) : null;
}

/** The legend: only what this page draws, each sign with its meaning. */
function fillLegend(box, data, places) {
  const rows = el("ul", { class: "signs" });
  const row = (sign, words) => rows.append(el("li", {}, sign, el("span", {}, words)));
  const drawn = new Set(places.flatMap((place) => place.incidents));
  for (const [type, n] of countTypes(data, drawn)) {
    row(markElement(POINT, [[type, 1]]), `${tValue("type", type) || t("no_type")} (${formatNumber(n)})`);
  }
  const has = (test) => places.some(test);
  if (has((place) => place.sign === POINT && place.incidents.length > 1)) {
    row(markElement(POINT, [["", 3]]), t("legend_size"));
  }
  if (has((place) => place.sign === AREA && place.precision < 3)) row(areaSample(2), t("legend_area_2"));
  if (has((place) => place.sign === AREA && place.precision >= 3)) row(areaSample(3), t("legend_area_3"));
  if (has((place) => place.sign === AMBIGUOUS)) row(markElement(AMBIGUOUS, [["", 1]]), t("legend_ambiguous"));
  const cluster = el("span", { class: "mark cluster" }, el("span", {}, formatNumber(9)));
  if (places.length > 1) row(cluster, t("legend_cluster"));
  // On a phone the legend would leave no room for the map.
  const wide = window.matchMedia("(min-width: 700px)").matches;
  const details = box.querySelector("details");
  details.open = wide;
  const credit = data.base?.attribution ? el("p", { class: "quiet" }, `${t("base_map")} `, quoted(data.base.attribution)) : null;
  details.append(el("summary", {}, t("legend")), rows, credit ?? "");
}

function areaSample(precision) {
  return el("span", { class: `sample precision-${precision}` });
}
