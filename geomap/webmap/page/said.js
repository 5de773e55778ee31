/* What the table says in English of how a place was found (derivation, notes), said in Arabic: each sentence by a template
   of said.json. What no template fits is shown as it is. */

// Longer texts, or such of more sentences, are none of ours, and to try all templates on all their parts would take long.
const MAX_SAID = 600;
const MAX_JOINTS = 12;
const JOINTS = /; | ∩ | \+ /g;

// What may stand in a gap of a template, by its name without the digit: a pattern, and what Arabic says for it (null: no).
const WAY = `(?:${Object.keys(SAID.directions).join("|")})`;
const NAMED = "(?:(?!; ).)+?"; // a name, or words of a report
const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : null);
const GAPS = {
  n: ["[\\d.,]+", (found) => found],
  sum: ["[\\d +…]+", (found) => found],
  dir: [`${WAY}(?: and ${WAY})*`, (found) => inDirections(found, 0)],
  side: ["", (found) => inDirections(found, 1)],
  kind: ["[a-z]+", (found) => own(SAID.kinds, found)],
  method: ["[a-z]+", (found) => own(STRINGS.ar, `method:${found}`)],
  spelling: ["[a-z]+", (found) => own(SAID.spellings, found)],
  country: ["[A-Z]{2}", (found) => formatter("DisplayNames", "ar", { type: "region" }).of(found)],
  sounds: ["[a-z ]+", (found) => quotedPlain(found)],
  word: [NAMED, (found) => own(SAID.kinds, found) ?? quotedPlain(found)],
  name: [NAMED, (found) => quotedPlain(arabicNames.get(found) ?? found)],
  names: [NAMED, (found) => found.split(", ").map((name) => GAPS.name[1](name)).join(t("comma"))],
  said: [".+", (found, known) => sayPart(found, known)],
};

// Arabic names of places that sentences call by their English ones: filled by readNames().
const arabicNames = new Map();

function readNames(data) {
  for (const { name_en: name, name_ar: arabic } of data.base?.labels ?? []) if (arabic) arabicNames.set(name, arabic);
  for (const names of Object.values(unitNames)) for (const [name, arabic] of names) arabicNames.set(name, arabic);
  const { columns, n } = data.tables.place;
  for (let row = 0; row < n; row += 1) {
    const [name, arabic] = [columns.location?.value(row), columns.location_ar?.value(row)];
    if (name && arabic && !arabicNames.has(name)) arabicNames.set(name, arabic);
  }
}

function inDirections(found, form) {
  return found.split(" and ").map((way) => SAID.directions[way][form]).join(" و");
}

let templates = null;

function readTemplates() {
  return SAID.sentences.map(([english, arabic]) => {
    const gaps = [];
    const pattern = english.split(/(\{\w+\})/).map((part) => {
      if (!/^\{\w+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      gaps.push(part.slice(1, -1));
      return `(${GAPS[gapKind(gaps.at(-1))][0]})`;
    });
    // Between two sentences the cut is tried at each place where the words between them stand.
    const between = /^\{said\}(.+)\{said2\}$/.exec(english)?.[1] ?? "";
    return { pattern: new RegExp(`^${pattern.join("")}$`, "s"), gaps, arabic, between };
  });
}

const gapKind = (gap) => gap.replace(/\d$/, "");

/** The sentence in Arabic, null where no template fits it. */
function sayArabic(text) {
  if (text.length > MAX_SAID || (text.match(JOINTS)?.length ?? 0) > MAX_JOINTS) return null;
  templates ??= readTemplates();
  return sayPart(text, new Map());
}

/** `known` holds the parts that were tried: each is asked for again at every cut of the whole. */
function sayPart(text, known) {
  if (known.has(text)) return known.get(text);
  let said = null;
  for (const template of templates) {
    said = template.between ? sayBoth(text, template, known) : sayOne(text, template, known);
    if (said !== null) break;
  }
  known.set(text, said);
  return said;
}

function sayOne(text, { pattern, gaps, arabic }, known) {
  const found = pattern.exec(text);
  if (!found) return null;
  const parts = {};
  for (const [at, gap] of gaps.entries()) {
    const said = GAPS[gapKind(gap)][1](found[at + 1], known);
    if (said === null || said === undefined) return null;
    parts[gap] = said;
    if (gap === "dir") parts.side = GAPS.side[1](found[at + 1]);
  }
  return fillIn(arabic, parts);
}

function sayBoth(text, { between, arabic }, known) {
  for (let at = text.indexOf(between); at >= 0; at = text.indexOf(between, at + 1)) {
    const said = sayPart(text.slice(0, at), known);
    const said2 = said !== null && sayPart(text.slice(at + between.length), known);
    if (said2) return fillIn(arabic, { said, said2 });
  }
  return null;
}

/** The word for a gazetteer's kind of place. */
function kindWord(kind) {
  return (lang === "ar" && own(SAID.kinds, kind)) || kind;
}

/** A text of ours in the page's language. */
function inOurWords(text) {
  return (lang === "ar" && sayArabic(text)) || text;
}
