/* Reads the JSON block that geomap/webmap/data.py wrote. */

/** The page's data: lang, title, tiles, base, n, geometry, geometries, and value(column, i). */
async function readData() {
  let data = JSON.parse(document.getElementById("geomap-data").textContent);
  if (data.encoding === "deflate-raw+base64") data = JSON.parse(await inflate(data.data));
  // A column is {values}, or {words, codes} where its words repeat; a column may be missing.
  data.value = (column, i) => {
    const stored = data.columns[column];
    if (!stored) return null;
    return stored.values ? stored.values[i] : stored.words[stored.codes[i]];
  };
  data.text = (column, i) => data.value(column, i) ?? "";
  data.number = (column, i) => {
    const number = data.value(column, i);
    return Number.isFinite(number) ? number : null;
  };
  data.status = (i) => data.text("status", i) || "resolved";
  return data;
}

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}

/** A column as {words, codes}: the distinct values, and for each incident the number of its own. */
function coded(data, column) {
  const stored = data.columns[column];
  if (stored?.codes) return { words: stored.words, codes: stored.codes };
  const codes = new Uint32Array(data.n);
  const numbers = new Map();
  for (let i = 0; i < data.n; i += 1) {
    const word = data.text(column, i);
    let code = numbers.get(word);
    if (code === undefined) numbers.set(word, (code = numbers.size));
    codes[i] = code;
  }
  return { words: [...numbers.keys()], codes };
}

/** The places that an incident's name may mean, as far as they have coordinates. */
function candidatesOf(data, i) {
  const text = data.text("candidates", i);
  if (!text) return [];
  try {
    const candidates = JSON.parse(text);
    return Array.isArray(candidates) ? candidates.filter((one) => one !== null && typeof one === "object") : [];
  } catch {
    return [];
  }
}
