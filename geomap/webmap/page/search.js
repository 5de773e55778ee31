/* Text search: every word of the query, folded, occurs in the incident's names, sentence, source, units or date. */

const SEARCHED = ["toponym", "expression", "location", "location_ar", "matched_name", "context", "source", "admin1", "admin2", "admin3", "possible_admin1", "possible_admin2"];

/** search(query): a byte for each incident, 1 where it fits; null where the query has no word. */
function makeSearch(data) {
  const folded = new Map(); // each distinct text is folded once
  const arabic = new Map(Object.values(unitNames).flatMap((names) => [...names]));
  const foldOnce = (text) => {
    let known = folded.get(text);
    if (known !== undefined) return known;
    // A unit that the table names in English is found by its Arabic name too; several may stand in one text.
    const names = text.split("; ").map((unit) => arabic.get(unit)).filter((name) => name);
    folded.set(text, (known = fold([text, ...names].join(" "))));
    return known;
  };
  let dates = null; // {days, codes}, made for the first search
  return (query) => {
    const words = fold(query).split(" ").filter((word) => word);
    if (words.length === 0) return null;
    dates ??= foldedDates(data);
    const found = new Uint8Array(data.n).fill(1);
    for (const word of words) {
      const holds = (text) => foldOnce(text ?? "").includes(word);
      // A month from its first letters, a number only as a whole: the 20th is not in 2020.
      const inDate = /^\d+$/.test(word) ? ` ${word} ` : ` ${word}`;
      const here = pick(Uint8Array.from(dates.days, (day) => Number(day.includes(inDate))), dates.codes);
      for (const { rows, columns } of sheets(data)) {
        const hits = columns.map((column) => column.find(holds));
        for (let i = 0; i < data.n; i += 1) for (const hit of hits) here[i] |= hit[rows ? rows[i] : i];
      }
      for (let i = 0; i < data.n; i += 1) found[i] &= here[i];
    }
    return found;
  };
}

// Months as they are called in English, in Syria, and in Egypt and the Gulf (تشرين الثاني, نوفمبر).
const monthNames = () => [STRINGS.en.months, STRINGS.ar.months, STRINGS.ar.months_elsewhere].map((names) => names.split(" | "));

/** The days of the incidents in words that a search for "November 2023" finds: days[codes[i]], folded. */
function foldedDates(data) {
  const { words, codes } = coded(data, "event_date");
  const names = monthNames();
  const wordsOf = (iso) => [iso, ...names.map((months) => months[Number(iso.slice(5, 7)) - 1])].join(" ");
  return { days: words.map((iso) => (dayOf(String(iso ?? "")) === NO_DAY ? "" : ` ${fold(wordsOf(iso))} `)), codes };
}

/** The searched columns by the table that holds them: a text that many incidents share is looked at once. */
function sheets(data) {
  const tables = Object.values(data.tables);
  const held = new Set(tables.flatMap((table) => Object.keys(table.columns)));
  const own = SEARCHED.filter((name) => data.columns[name] && !held.has(name)).map((name) => data.columns[name]);
  const shared = tables.map(({ rows, columns }) => ({ rows, columns: SEARCHED.filter((name) => columns[name]).map((name) => columns[name]) }));
  return [{ rows: null, columns: own }, ...shared];
}
