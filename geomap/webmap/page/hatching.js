/* Hatching by kind and precision: close lines for part of a region, wide ones for a whole governorate. */

// Pixels between two lines, by precision.
const HATCH_GAPS = { 2: 8, 3: 16 };

const HATCH = { ground: 0.06, line: 0.4, width: 2 };

const hatchPrecision = (precision) => (precision >= 3 ? 3 : 2);

/** Makes the patterns as elements; returns the function that gives the fill of an area. */
function elementHatching() {
  const defs = document.getElementById("patterns");
  const svg = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const id = (kind, precision) => `hatch-${kind}-${hatchPrecision(precision)}`;
  KIND_COLOURS.forEach((colour, kind) => {
    for (const [precision, gap] of Object.entries(HATCH_GAPS)) {
      const box = { width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
      const pattern = svg("pattern", { id: id(kind, Number(precision)), ...box });
      const ground = { width: gap, height: gap, fill: colour, "fill-opacity": HATCH.ground };
      const line = { x1: 0, y1: 0, x2: 0, y2: gap, stroke: colour, "stroke-width": HATCH.width, "stroke-opacity": HATCH.line };
      pattern.append(svg("rect", ground), svg("line", line));
      defs.append(pattern);
    }
  });
  return (kind, precision) => `url(#${id(kind, precision)})`;
}

/** The same for a canvas, where a fill may be a pattern: each is made when it is first asked for. */
function canvasHatching() {
  const made = new Map();
  return (kind, precision) => {
    const key = `${kind} ${hatchPrecision(precision)}`;
    if (!made.has(key)) made.set(key, canvasPattern(KIND_COLOURS[kind], HATCH_GAPS[hatchPrecision(precision)]));
    return made.get(key);
  };
}

function canvasPattern(colour, gap) {
  const tile = document.createElement("canvas");
  const size = (tile.width = tile.height = Math.round(gap * Math.SQRT2)); // of slanting lines that far apart
  const pen = tile.getContext("2d");
  pen.fillStyle = pen.strokeStyle = colour;
  pen.globalAlpha = HATCH.ground;
  pen.fillRect(0, 0, size, size);
  pen.globalAlpha = HATCH.line;
  pen.lineWidth = HATCH.width;
  pen.beginPath();
  // The middle line, and the ends of its neighbours in two corners
  for (const from of [-size, 0, size]) {
    pen.moveTo(from - 1, size + 1);
    pen.lineTo(from + size + 1, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
