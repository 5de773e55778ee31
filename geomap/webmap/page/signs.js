/* How things look: the colours of events, marks, clusters and hatching. */

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

// Kinds of events by number, the way marks count them: 0 is every type that has no colour of its own.
const KIND_TYPES = ["", ...Object.keys(TYPE_COLOURS)];
const KIND_COLOURS = [OTHER_COLOUR, ...Object.values(TYPE_COLOURS)];
const KINDS = KIND_TYPES.length;

function kindOfType(type) {
  return Math.max(0, KIND_TYPES.indexOf(type));
}

function typeColour(type) {
  return KIND_COLOURS[kindOfType(type)];
}

/** Diameter in pixels: the disc's area grows with the number of incidents, within what can be hit and seen through. */
function markSize(n) {
  return Math.round(Math.min(52, Math.max(18, 12 + 6 * Math.sqrt(n))));
}

/** The kinds of events at a place as slices of its disc. */
function slices(kinds, total) {
  let angle = 0;
  const stops = [];
  for (const kind of byFrequency(kinds)) {
    const from = angle;
    angle += (360 * kinds[kind]) / total;
    stops.push(`${KIND_COLOURS[kind]} ${from}deg ${angle}deg`);
  }
  return stops.length > 1 ? `conic-gradient(${stops.join(", ")})` : KIND_COLOURS[mainKind(kinds)];
}

/** The kinds that occur, most frequent first. */
function byFrequency(kinds) {
  return [...kinds.keys()].filter((kind) => kinds[kind] > 0).sort((a, b) => kinds[b] - kinds[a]);
}

function mainKind(kinds) {
  return byFrequency(kinds)[0] ?? 0;
}

/** Of one kind, n incidents: for the legend. */
function oneKind(kind, n = 1) {
  return Uint32Array.from({ length: KINDS }, (_, at) => (at === kind ? n : 0));
}

/** The mark of a place: a disc, a dashed square for an area, a hollow question mark for an ambiguous name. */
function markElement(sign, kinds) {
  const n = kinds.reduce((sum, count) => sum + count, 0);
  const mark = el("span", { class: `mark ${sign}` });
  mark.style.setProperty("--size", `${markSize(n)}px`);
  mark.style.setProperty("--colour", KIND_COLOURS[mainKind(kinds)]);
  if (sign === POINT) mark.style.background = slices(kinds, n);
  const label = sign === AMBIGUOUS ? (n > 1 ? `${formatNumber(n)}?` : "?") : n > 1 ? formatNumber(n) : "";
  if (label) mark.append(el("span", {}, label));
  return mark;
}

function markIcon(place) {
  const size = Math.max(24, markSize(place.n)); // 24 px: the least that a finger or WCAG asks
  return L.divIcon({ html: markElement(place.sign, place.kinds), className: "place", iconSize: [size, size] });
}

/** `unsure` where all of its places are only possible ones. */
function clusterIcon(n, unsure) {
  const size = Math.round(Math.min(60, 28 + 5 * Math.log2(n)));
  const html = el("span", { class: "mark cluster" }, el("span", {}, formatNumber(n) + (unsure ? "?" : "")));
  html.style.setProperty("--size", `${size}px`);
  return L.divIcon({ html, className: "place", iconSize: [size, size] });
}
