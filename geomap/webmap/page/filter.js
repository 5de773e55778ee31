/* Which incidents are shown. Each filter is one bit of a number per incident: those that are 0 pass all of them, and
   those with a single bit set are what that filter's own choices would add. One pass over the numbers counts it all. */

const FACET_COLUMNS = {
  type: "event_type",
  governorate: "admin1",
  district: "admin2",
  precision: "geo_precision",
  status: "status",
  source: "source",
};
const FACETS = Object.keys(FACET_COLUMNS);
const [TIME_BIT, KILLED_BIT, TEXT_BIT] = [64, 128, 256]; // after the six facets

const DAY_MS = 86_400_000;
const NO_DAY = -1_000_000; // long before any date of four digits

/** Days since 1970 of an ISO date, NO_DAY for anything else. */
function dayOf(iso) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return NO_DAY;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? NO_DAY : Math.round(time / DAY_MS);
}

function isoOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** An incident's days as an Int32Array, and the first and last of them (first > last where none is dated). */
function readDays(data) {
  const { words, codes } = coded(data, "event_date");
  const dayOfWord = Int32Array.from(words, (word) => dayOf(String(word ?? "")));
  const days = new Int32Array(data.n);
  let [first, last, undated] = [Infinity, -Infinity, 0];
  for (let i = 0; i < data.n; i += 1) {
    const day = (days[i] = dayOfWord[codes[i]]);
    if (day === NO_DAY) undated += 1;
    else if (day < first) first = day;
    if (day > last) last = day;
  }
  return { days, first, last, undated };
}

function makeFilter(data, search) {
  const { n } = data;
  const fails = new Uint16Array(n);
  const time = readDays(data);
  const killed = Float64Array.from({ length: n }, (_, i) => data.number("fatalities", i) ?? 0);
  const facets = FACETS.map((name, at) => {
    const { words, codes } = coded(data, FACET_COLUMNS[name]);
    const plain = words.map((word) => String(word ?? "") || (name === "status" ? "resolved" : ""));
    return { name, bit: 1 << at, words: plain, codes, counts: new Uint32Array(plain.length), chosen: new Set() };
  });
  const byName = Object.fromEntries(facets.map((facet) => [facet.name, facet]));
  const span = time.last >= time.first ? time.last - time.first + 1 : 0;
  const filter = {
    facets, byName, fails, days: time.days, first: time.first, last: time.last, undated: time.undated,
    perDay: new Uint32Array(span), total: n, active: 0,
    maxKilled: killed.reduce((most, one) => Math.max(most, one), 0),
    passes: (i) => fails[i] === 0,
  };

  const mark = (bit, test) => {
    for (let i = 0; i < n; i += 1) {
      if (test(i)) fails[i] &= ~bit;
      else fails[i] |= bit;
    }
    filter.active |= bit;
  };
  const free = (bit) => {
    if (!(filter.active & bit)) return;
    for (let i = 0; i < n; i += 1) fails[i] &= ~bit;
    filter.active &= ~bit;
  };

  /** Only the given values of a facet pass; all where there are none, or none that this page has. */
  filter.choose = (name, values) => {
    const facet = byName[name];
    const wanted = new Set(values);
    const allowed = Uint8Array.from(facet.words, (word) => Number(wanted.has(word)));
    facet.chosen = new Set(facet.words.filter((word) => wanted.has(word)));
    if (facet.chosen.size === 0) free(facet.bit);
    else mark(facet.bit, (i) => allowed[facet.codes[i]]);
  };
  /** Only days from..to (both included); null frees. Incidents without a date do not pass a range. */
  filter.between = (from, to) => {
    const { days } = filter;
    if (from === null) free(TIME_BIT);
    else mark(TIME_BIT, (i) => days[i] >= from && days[i] <= to);
  };
  filter.atLeast = (least) => {
    if (least > 0) mark(KILLED_BIT, (i) => killed[i] >= least);
    else free(KILLED_BIT);
  };
  filter.text = (query) => {
    const found = search(query);
    if (found) mark(TEXT_BIT, (i) => found[i]);
    else free(TEXT_BIT);
  };
  /** Counts what passes, what each choice would give, and what each day has beside the time filter. */
  filter.count = () => {
    for (const facet of facets) facet.counts.fill(0);
    filter.perDay.fill(0);
    const { days, first, perDay } = filter;
    let total = 0;
    for (let i = 0; i < n; i += 1) {
      const failed = fails[i];
      if (failed === 0) {
        total += 1;
        for (let f = 0; f < 6; f += 1) facets[f].counts[facets[f].codes[i]] += 1;
        if (days[i] !== NO_DAY) perDay[days[i] - first] += 1;
      } else if (failed === TIME_BIT) {
        if (days[i] !== NO_DAY) perDay[days[i] - first] += 1;
      } else if (failed < TIME_BIT && (failed & (failed - 1)) === 0) {
        const facet = facets[31 - Math.clz32(failed)];
        facet.counts[facet.codes[i]] += 1;
      }
    }
    filter.total = total;
  };
  return filter;
}

/** Text search: every word of the query, folded, occurs in the incident's names, sentence, source or units. */
const SEARCHED = ["toponym", "expression", "location", "location_ar", "matched_name", "context", "source", "admin1", "admin2", "admin3"];

function makeSearch(data) {
  let folded = null; // made at the first search only
  return (query) => {
    const words = fold(query).split(" ").filter((word) => word);
    if (words.length === 0) return null;
    folded ??= Array.from({ length: data.n }, (_, i) => fold(SEARCHED.map((column) => data.text(column, i)).join("  ")));
    return Uint8Array.from(folded, (text) => Number(words.every((word) => text.includes(word))));
  };
}
