/* Text search: every word of the query, folded, occurs in the incident's names, sentence, source or units. */

const SEARCHED = ["toponym", "expression", "location", "location_ar", "matched_name", "context", "source", "admin1", "admin2", "admin3"];

/** search(query): a byte for each incident, 1 where it fits; null where the query has no word. */
function makeSearch(data) {
  const folded = new Map(); // each distinct text is folded once
  const arabic = new Map(Object.values(unitNames).flatMap((names) => [...names]));
  const foldOnce = (text) => {
    let known = folded.get(text);
    // A unit that the table names in English is found by its Arabic name too.
    if (known === undefined) folded.set(text, (known = fold(arabic.has(text) ? `${text} ${arabic.get(text)}` : text)));
    return known;
  };
  return (query) => {
    const words = fold(query).split(" ").filter((word) => word);
    if (words.length === 0) return null;
    const found = new Uint8Array(data.n).fill(1);
    for (const word of words) {
      const holds = (text) => foldOnce(text ?? "").includes(word);
      const here = new Uint8Array(data.n);
      for (const { rows, columns } of sheets(data)) {
        const hits = columns.map((column) => column.find(holds));
        for (let i = 0; i < data.n; i += 1) for (const hit of hits) here[i] |= hit[rows ? rows[i] : i];
      }
      for (let i = 0; i < data.n; i += 1) found[i] &= here[i];
    }
    return found;
  };
}

/** The searched columns by the table that holds them: a text that many incidents share is looked at once. */
function sheets(data) {
  const tables = Object.values(data.tables);
  const held = new Set(tables.flatMap((table) => Object.keys(table.columns)));
  const own = SEARCHED.filter((name) => data.columns[name] && !held.has(name)).map((name) => data.columns[name]);
  const shared = tables.map(({ rows, columns }) => ({ rows, columns: SEARCHED.filter((name) => columns[name]).map((name) => columns[name]) }));
  return [{ rows: null, columns: own }, ...shared];
}
