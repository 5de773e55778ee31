/* The matcher's fold, so that a search finds every spelling that the matcher takes for the same.
   Its tables (FOLD) are those of geomap/names/fold.py: put into the page, not copied. */

const FOLD_LETTERS = new Map(Object.entries(FOLD.letters));
const FOLD_DROPPED = new Set(FOLD.dropped);
const FOLD_BROKEN = new RegExp(FOLD.broken, "g");
const FOLD_MARK = /[\p{Mn}\p{Cf}]/u;

function foldLetters(text) {
  let out = "";
  for (const letter of text) {
    const code = letter.codePointAt(0);
    // Above U+3000 the Python table lists only these ranges of marks and format characters.
    const known = code < 0x3000 || (code >= 0xfe00 && code < 0xfe30) || code === 0xfeff || (code >= 0xe0000 && code < 0xe0080);
    if (FOLD_DROPPED.has(letter) || (known && FOLD_MARK.test(letter))) continue;
    if (code >= 0x660 && code <= 0x669) out += code - 0x660;
    else if (code >= 0x6f0 && code <= 0x6f9) out += code - 0x6f0;
    else out += FOLD_LETTERS.get(letter) ?? letter;
  }
  return out;
}

function fold(text) {
  if (/^[a-zA-Z]+$/.test(text)) return text.toLowerCase();
  const seated = text.replace(FOLD_BROKEN, "").replaceAll("ئە", "ا");
  let folded = foldLetters(seated.normalize("NFKD")).toLowerCase().replaceAll("ς", "σ");
  folded = foldLetters(folded.normalize("NFKD"));
  return folded.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
