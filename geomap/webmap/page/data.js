/* Reads the JSON block that geomap/webmap/data.py and pack.py wrote. */

/**
 * The page's data: lang, title, tiles, base, n, geometries; value(column, i), text() and number() of an incident;
 * columns by name, and tables of what incidents share: {n, rows}, `rows` each incident's row.
 */
async function readData() {
  const stored = JSON.parse(document.getElementById("geomap-data").textContent);
  const packed = stored.encoding === "deflate-raw+base64" ? await inflate(stored.data) : null;
  stored.data = null; // tens of megabytes that nothing reads any more
  return openData(...(packed ? unpack(packed) : [stored, (list) => list]));
}

/** The data of a payload; `ints(array)` gives the numbers of an array of it. */
function openData(payload, ints) {
  const data = { ...payload, columns: {}, tables: {} };
  for (const [name, table] of Object.entries(payload.tables)) {
    data.tables[name] = { n: table.n, rows: Int32Array.from(ints(table.rows)), columns: {} };
    for (const [column, held] of Object.entries(table.columns)) data.tables[name].columns[column] = openColumn(held, ints, data, table.n);
  }
  for (const [name, held] of Object.entries(payload.columns)) {
    if (held.table) data.columns[name] = ofTable(data.tables[held.table], name);
    else data.columns[name] = openColumn(held, ints, data, data.n);
  }
  data.value = (column, i) => data.columns[column]?.value(i) ?? null;
  data.text = (column, i) => data.columns[column]?.value(i) ?? "";
  data.number = (column, i) => {
    const number = data.value(column, i);
    return Number.isFinite(number) ? number : null;
  };
  data.status = (i) => data.text("status", i) || "resolved";
  return data;
}

/** A column of a table seen from the incidents. */
function ofTable(table, name) {
  const { rows } = table;
  const column = table.columns[name];
  return {
    value: (i) => column.value(rows[i]),
    coded: () => {
      const { words, codes } = column.coded();
      return { words, codes: pick(codes, rows) };
    },
  };
}

/**
 * A column: value(i); coded(), its distinct values and for each row the number of its own; and find(test), a byte for
 * each row, 1 where test(text, word) holds of its text, or of one of its words where texts are stored as words.
 */
function openColumn(held, ints, data, n) {
  if (held.vocabulary) return wordColumn(held.vocabulary, ints(held.bytes), n);
  if (held.shared) {
    const codes = Int32Array.from(ints(held.codes));
    // As many texts as there are different ones, not as many as there are incidents
    const texts = codes.reduce((most, code) => Math.max(most, code + 1), 0);
    return sharedColumn(openColumn(held.shared, ints, data, texts), codes);
  }
  if (held.numbers && !held.before) return numberColumn(held, ints(held.numbers), data, n);
  if (held.codes && held.words && !held.within) {
    const codes = Int32Array.from(ints(held.codes));
    return {
      value: (i) => held.words[codes[i]],
      coded: () => ({ words: held.words, codes }),
      find: (test) => {
        const hits = Uint8Array.from(held.words, (word) => Number(test(word)));
        return pick(hits, codes);
      },
    };
  }
  return textColumn(textReader(held, ints, data), n);
}

/** Text of a row, where texts are stored whole, around a number, or after the text of another column. */
function textReader(held, ints, data) {
  if (held.values) return (i) => held.values[i];
  const codes = ints(held.codes);
  if (held.within) return (i) => data.text(held.within, i) + held.words[codes[i]];
  const numbers = ints(held.numbers);
  return (i) => {
    const code = codes[i];
    return numbers[i] < 0 ? held.before[code] : held.before[code] + numbers[i] + held.after[code];
  };
}

/** values[at] for each at. Ten times as fast as a typed array's from() or map(). */
function pick(values, numbers) {
  const picked = new values.constructor(numbers.length);
  for (let i = 0; i < numbers.length; i += 1) picked[i] = values[numbers[i]];
  return picked;
}

function textColumn(value, n) {
  return {
    value,
    coded: () => {
      const codes = new Int32Array(n);
      const numbers = new Map();
      for (let i = 0; i < n; i += 1) {
        const word = value(i);
        let code = numbers.get(word);
        if (code === undefined) numbers.set(word, (code = numbers.size));
        codes[i] = code;
      }
      return { words: [...numbers.keys()], codes };
    },
    find: (test) => {
      const found = new Uint8Array(n);
      for (let i = 0; i < n; i += 1) found[i] = Number(test(value(i)));
      return found;
    },
  };
}

function sharedColumn(shared, codes) {
  return {
    ...textColumn((i) => shared.value(codes[i]), codes.length),
    find: (test) => {
      const hits = shared.find(test);
      return pick(hits, codes);
    },
  };
}

function numberColumn(held, numbers, data, n) {
  const { scale } = held;
  const missing = held.missing ?? NaN;
  const [context, name] = held.first_of ?? [];
  const whole = (i) => {
    if (numbers[i] !== missing) return numbers[i] / scale;
    return context ? placeIn(data.text(context, i), data.text(name, i)) : null;
  };
  const column = textColumn(whole, n);
  if (context) return column;
  // As floats in the column's own unit, NaN where missing
  const floats = () => {
    const all = new Float64Array(n);
    for (let i = 0; i < n; i += 1) all[i] = numbers[i] === missing ? NaN : numbers[i] / scale;
    return all;
  };
  return { ...column, floats };
}

/** Where `part` first stands in `text`, in code points, as Python counts; null where it does not. */
function placeIn(text, part) {
  const at = part === "" ? -1 : text.indexOf(part);
  return at < 0 ? null : Array.from(text.slice(0, at)).length;
}

/** Texts stored as numbers of words (geomap/webmap/words.py): read only when they are shown. */
function wordColumn(vocabulary, bytes, n) {
  const starts = new Uint32Array(n + 1);
  for (let i = 0, at = 0; i < n; i += 1) {
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at] < 192 ? 1 : bytes[at] < 240 ? 2 : 3;
    starts[i + 1] = at += 1;
  }
  // Calls each(number of the word) for the words of row i, until it returns true.
  const some = (i, each) => {
    for (let at = starts[i]; at < bytes.length && bytes[at] !== 0; ) {
      const first = bytes[at];
      let code = first;
      if (first < 192) at += 1;
      else if (first < 240) {
        code = 192 + (((first - 192) << 8) | bytes[at + 1]);
        at += 2;
      } else {
        code = 12_480 + (((first - 240) << 16) | (bytes[at + 1] << 8) | bytes[at + 2]);
        at += 3;
      }
      if (each(code - 1)) return true;
    }
    return false;
  };
  const value = (i) => {
    const words = [];
    some(i, (code) => void words.push(vocabulary[code]));
    return words.join(" ");
  };
  return {
    ...textColumn(value, n),
    find: (test) => {
      const hits = Uint8Array.from(["", ...vocabulary], (word, code) => Number(code > 0 && test(word)));
      const found = new Uint8Array(n);
      // Written out: through `some` a search in a million sentences would take seconds.
      for (let i = 0, at = 0; i < n && at < bytes.length; at += 1) {
        const first = bytes[at];
        let code = first;
        if (first >= 240) code = 12_480 + (((first - 240) << 16) | (bytes[++at] << 8) | bytes[++at]);
        else if (first >= 192) code = 192 + (((first - 192) << 8) | bytes[++at]);
        else if (first === 0) i += 1;
        if (hits[code] === 1) found[i] = 1;
      }
      return found;
    },
  };
}

/** A column as {words, codes}: the distinct values, and for each incident the number of its own. */
function coded(data, column) {
  return data.columns[column]?.coded() ?? { words: [""], codes: new Int32Array(data.n) };
}

/** The places that an incident's name may mean. */
function candidatesOf(data, i) {
  return readCandidates(data.text("candidates", i));
}

function readCandidates(text) {
  if (!text) return [];
  try {
    const candidates = JSON.parse(text);
    return Array.isArray(candidates) ? candidates.filter((one) => one !== null && typeof one === "object") : [];
  } catch {
    return [];
  }
}
