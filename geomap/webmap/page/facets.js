/* The facets by which incidents are filtered, and what each incident's value is. */

const FACET_COLUMNS = {
  type: "event_type",
  governorate: "admin1",
  district: "admin2",
  precision: "geo_precision",
  status: "status",
  source: "source",
};
const FACETS = Object.keys(FACET_COLUMNS);

// What is not known to lie in one unit may lie in several (geomap/webmap/possible.py).
const POSSIBLE_COLUMNS = { governorate: "possible_admin1", district: "possible_admin2" };

// Facets of units, and the layers of the base map that hold their shapes.
const UNIT_LAYERS = { district: "districts", governorate: "governorates" };

const [SURELY, PERHAPS] = [1, 2];

/**
 * A facet: its `words`, and for each incident a code. Codes from words.length on stand for `sets` of words, of which any
 * may hold. choose(values) sets `chosen`, and `grade`: of each code SURELY, PERHAPS or 0 (does not pass), null for no choice.
 * `counts` are for makeFilter to fill, by code; sumMaybe() then adds up `maybe`, by word, those that may belong to it.
 */
function readFacet(data, name, at) {
  const { words, codes } = coded(data, FACET_COLUMNS[name]);
  // What is missing and what is empty are one choice, and a status that is not stated is the usual one.
  const plain = words.map((word) => String(word ?? "") || (name === "status" ? "resolved" : ""));
  const distinct = [...new Set(plain)];
  const numberOf = new Map(distinct.map((word, number) => [word, number]));
  const numbers = Int32Array.from(plain, (word) => numberOf.get(word));
  const merged = distinct.length < plain.length ? pick(numbers, codes) : codes;
  const facet = { name, bit: 1 << at, words: distinct, sets: [], codes: merged, chosen: new Set(), grade: null };
  if (POSSIBLE_COLUMNS[name] in data.columns) addSets(facet, data, coded(data, POSSIBLE_COLUMNS[name]), numberOf);
  facet.counts = new Uint32Array(distinct.length + facet.sets.length);
  facet.maybe = new Uint32Array(distinct.length);
  facet.choose = (values) => {
    const wanted = new Set(values);
    facet.chosen = new Set(distinct.filter((word) => wanted.has(word)));
    const sure = distinct.map((word) => (wanted.has(word) ? SURELY : 0));
    const perhaps = facet.sets.map((set) => (set.some((code) => sure[code]) ? PERHAPS : 0));
    facet.grade = facet.chosen.size ? Uint8Array.from([...sure, ...perhaps]) : null;
  };
  facet.sumMaybe = () => {
    facet.maybe.fill(0);
    facet.sets.forEach((set, at) => set.forEach((code) => (facet.maybe[code] += facet.counts[distinct.length + at])));
  };
  /** The chosen words that may hold of incident i, where none is known to. */
  facet.mayBe = (i) => {
    if (facet.grade?.[facet.codes[i]] !== PERHAPS) return [];
    const set = facet.sets[facet.codes[i] - distinct.length];
    return set.map((code) => distinct[code]).filter((word) => facet.chosen.has(word));
  };
  return facet;
}

/** Gives incidents of which only the possible units are known a set of them for a code. */
function addSets(facet, data, possible, numberOf) {
  const { words, sets } = facet;
  const units = possible.words.map((word) => (word ? word.split("; ") : []));
  for (const unit of units.flat()) if (!numberOf.has(unit)) numberOf.set(unit, words.push(unit) - 1);
  const known = new Map();
  const codeOf = (names, ambiguous) => {
    const members = names.map((unit) => numberOf.get(unit));
    if (members.length === 1 && !ambiguous) return members[0]; // an area that lies wholly in one unit
    const key = members.join(" ");
    if (!known.has(key)) known.set(key, words.length + sets.push(members) - 1);
    return known.get(key);
  };
  const { words: statuses, codes: statusOf } = coded(data, "status");
  const code = units.map((names) => names.length > 0 && statuses.map((status) => codeOf(names, status === "ambiguous")));
  facet.codes = facet.codes.slice();
  for (let i = 0; i < data.n; i += 1) {
    const here = code[possible.codes[i]];
    if (here) facet.codes[i] = here[statusOf[i]];
  }
}
