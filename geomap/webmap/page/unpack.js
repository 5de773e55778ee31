/* A packed block (geomap/webmap/pack.py) back to JSON and arrays of numbers. */

async function inflate(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64); // browsers before 2025
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** The payload, and the function that reads an array of it. */
function unpack(packed) {
  const length = new DataView(packed.buffer).getUint32(0, true);
  const payload = JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + length)));
  const arrays = packed.subarray(4 + length);
  return [payload, (array) => (Array.isArray(array) ? array : readArray(arrays, array))];
}

/** {at, n, width, least, differences}: the lowest bytes of all numbers come first, then the next. */
function readArray(bytes, { at, n, width, least, differences }) {
  if (width === 1 && least === 0 && !differences) return bytes.subarray(at, at + n);
  const big = width > 3 || Math.abs(least) > 2 ** 30;
  const numbers = big ? new Float64Array(n) : new Int32Array(n);
  for (let plane = 0, unit = 1; plane < width; plane += 1, unit *= 256) {
    const from = at + plane * n;
    for (let i = 0; i < n; i += 1) numbers[i] += bytes[from + i] * unit;
  }
  let before = 0;
  for (let i = 0; i < n; i += 1) {
    if (differences) numbers[i] = before += numbers[i] % 2 ? -(numbers[i] + 1) / 2 : numbers[i] / 2;
    else numbers[i] += least;
  }
  if (differences && least) for (let i = 0; i < n; i += 1) numbers[i] += least;
  return numbers;
}
