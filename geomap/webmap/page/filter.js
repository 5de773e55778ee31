/* Which incidents are shown. Each filter is one bit of a number per incident: those that are 0 pass all of them, and
   those with a single bit set are what that filter's own choices would add. One pass over the numbers counts it all. */

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

/**
 * The filter of the page. set(state) takes what the reader chose and counts; then `total` incidents pass, passes(i)
 * says which, each facet's `counts` say what each of its choices would give, `perDay` what each day has beside the
 * time filter, `perhaps` how many pass that only may lie in a chosen unit (a facet's `maybe` counts them by choice), and
 * `perRow` (row of the table of places * KINDS + kind) what passes on each row, by kind of event.
 */
function makeFilter(data, search) {
  const { n } = data;
  const fails = new Uint16Array(n);
  const time = readDays(data);
  const killed = data.columns.fatalities?.floats() ?? new Float64Array(n);
  const facets = FACETS.map((name, at) => readFacet(data, name, at));
  const byName = Object.fromEntries(facets.map((facet) => [facet.name, facet]));
  const kindOf = Uint8Array.from(byName.type.words, kindOfType);
  const { rows } = data.tables.place;
  const span = time.last >= time.first ? time.last - time.first + 1 : 0;
  const filter = {
    facets, byName, days: time.days, first: time.first, last: time.last, undated: time.undated,
    perDay: new Uint32Array(span), perRow: new Uint32Array(data.tables.place.n * KINDS), total: n, perhaps: 0, active: 0,
    maxKilled: killed.reduce((most, one) => (one > most ? one : most), 0),
    passes: (i) => fails[i] === 0, search,
  };
  const known = {}; // what each bit was last set for

  /** Sets a bit where test(i) does not hold; null frees all. Nothing is done where `what` is what it was. */
  const mark = (bit, what, test) => {
    if ((known[bit] ?? "") === what) return;
    known[bit] = what;
    if (test === null) for (let i = 0; i < n && filter.active & bit; i += 1) fails[i] &= ~bit;
    else for (let i = 0; i < n; i += 1) fails[i] = test(i) ? fails[i] & ~bit : fails[i] | bit;
    filter.active = test === null ? filter.active & ~bit : filter.active | bit;
  };

  /** Only the given values of a facet pass; all where there are none, or none that this page has. */
  const choose = (facet, values) => {
    facet.choose(values);
    const { grade, codes } = facet;
    mark(facet.bit, grade ? JSON.stringify([...facet.chosen]) : "", grade && ((i) => grade[codes[i]] > 0));
  };

  filter.set = ({ chosen, from, to, killed: least, text }) => {
    for (const facet of facets) choose(facet, chosen[facet.name]);
    const { days } = filter;
    // Incidents without a date do not pass a range.
    mark(TIME_BIT, from === null ? "" : `${from} ${to}`, from === null ? null : (i) => days[i] >= from && days[i] <= to);
    mark(KILLED_BIT, least > 0 ? String(least) : "", least > 0 ? (i) => killed[i] >= least : null);
    if ((known[TEXT_BIT] ?? "") !== text) {
      const found = search(text);
      mark(TEXT_BIT, text, found && ((i) => found[i] === 1));
    }
    count();
  };

  const count = () => {
    for (const facet of facets) facet.counts.fill(0);
    filter.perDay.fill(0);
    filter.perRow.fill(0);
    const { days, first, perDay, perRow } = filter;
    const [c0, c1, c2, c3, c4, c5] = facets.map((facet) => facet.codes);
    const [n0, n1, n2, n3, n4, n5] = facets.map((facet) => facet.counts);
    let total = 0;
    for (let i = 0; i < n; i += 1) {
      const failed = fails[i];
      if (failed === 0) {
        total += 1;
        n0[c0[i]] += 1;
        n1[c1[i]] += 1;
        n2[c2[i]] += 1;
        n3[c3[i]] += 1;
        n4[c4[i]] += 1;
        n5[c5[i]] += 1;
        if (days[i] !== NO_DAY) perDay[days[i] - first] += 1;
        perRow[rows[i] * KINDS + kindOf[c0[i]]] += 1;
      } else if (failed === TIME_BIT) {
        if (days[i] !== NO_DAY) perDay[days[i] - first] += 1;
      } else if (failed < TIME_BIT && (failed & (failed - 1)) === 0) {
        const facet = facets[31 - Math.clz32(failed)];
        facet.counts[facet.codes[i]] += 1;
      }
    }
    filter.total = total;
    for (const facet of facets) facet.sumMaybe();
    const unsure = facets.filter((facet) => facet.sets.length && facet.grade);
    filter.perhaps = 0;
    if (unsure.length === 0) return;
    for (let i = 0; i < n; i += 1) {
      if (fails[i] === 0 && unsure.some(({ grade, codes }) => grade[codes[i]] === PERHAPS)) filter.perhaps += 1;
    }
  };

  /** Whether governorates or districts are chosen: what has none does not pass then. */
  filter.inUnits = () => Object.keys(UNIT_LAYERS).some((name) => byName[name].chosen.size > 0);

  /** The chosen units in which incident i may lie, where it is not known to: words of the facets. */
  filter.mayBeIn = (i) => facets.flatMap((facet) => facet.mayBe(i).map((word) => choiceWords(facet.name, word)));
  return filter;
}
