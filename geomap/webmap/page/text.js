/* Words, numbers, dates and elements. Report text reaches the page through textContent alone. */

let lang = "en";

/** The page's word for a key, with {name} filled in. */
function t(key, values = {}) {
  return fillIn(STRINGS[lang][key] ?? STRINGS.en[key] ?? key, values);
}

function fillIn(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The word for a value of a column (an event type, a method), else the value as it is. */
function tValue(group, value) {
  return STRINGS[lang][`${group}:${value}`] ?? STRINGS.en[`${group}:${value}`] ?? value;
}

// Arabic names of the units that the table names in English, by column (geomap/webmap/basemap.py).
let unitNames = {};

function readUnits(base) {
  unitNames = Object.fromEntries(Object.entries(base?.units ?? {}).map(([column, names]) => [column, new Map(Object.entries(names))]));
}

/** The name of a unit (column admin1 to admin3) in the page's language, as far as it is known. */
function unitName(column, name) {
  if (column === "country") return tValue("country", name);
  return (lang === "ar" && unitNames[column]?.get(name)) || name;
}

/** A sentence that counts: zero, one, two, few, many, other by the rules of the language. */
function tCount(key, n) {
  const form = formatter("PluralRules", lang).select(n);
  const chosen = `${key}.${form}` in STRINGS[lang] ? `${key}.${form}` : `${key}.other`;
  return t(chosen, { n: formatNumber(n) });
}

// Making one of these takes longer than a row of the list; each is made once.
const formatters = new Map();

function formatter(kind, tag, options) {
  const key = `${kind} ${tag} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl[kind](tag, options));
  return formatters.get(key);
}

/** With the digits that reports and coordinates use, grouped by thousands, at most three of them behind the point. */
function formatNumber(n) {
  // The browser's own formatter takes longer to make than all else that the page first says.
  const [whole, decimals] = String(Math.round(n * 1000) / 1000).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? `.${decimals}` : "");
}

/** "2020-11-28" in words; anything that is not a whole ISO date stays as it is. */
function formatDate(iso) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  if (!year || dayOf(iso) === NO_DAY) return iso;
  return `${Number(day)} ${formatMonth(year, month)}`;
}

/** "November 2020". The browser's own formatter takes 30 ms to make, as long as the first rows of the list. */
function formatMonth(year, month) {
  return `${t("months").split(" | ")[month - 1]} ${Number(year)}`;
}

/** Metres in words: two significant figures, for an uncertainty is no more exact than that. */
function formatDistance(metres) {
  if (metres < 1000) return t("metres", { n: formatNumber(Number(metres.toPrecision(1))) });
  return t("kilometres", { n: formatNumber(Number((metres / 1000).toPrecision(2))) });
}

/** An element with attributes and children; a child that is a string becomes text, never markup. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Quoted text: its direction is its own and cannot leak into what stands around it. */
function quoted(text, attributes = {}) {
  return el("bdi", attributes, text);
}

/** Quoted text for an attribute, where there are no elements: first-strong isolate … pop. */
function quotedPlain(text) {
  return `\u2068${text}\u2069`;
}

/** The sentence with its toponym marked. `start` counts code points, as Python does. */
function sentence(context, toponym, start) {
  const points = Array.from(context);
  const length = Array.from(toponym).length;
  let from = start ?? -1;
  if (points.slice(from, from + length).join("") !== toponym) {
    const found = context.indexOf(toponym);
    from = found < 0 ? -1 : Array.from(context.slice(0, found)).length;
  }
  const quote = el("blockquote", { dir: "auto" });
  if (from < 0 || length === 0) {
    quote.append(context);
  } else {
    const rest = points.slice(from + length).join("");
    quote.append(points.slice(0, from).join(""), el("mark", {}, toponym), rest);
  }
  return quote;
}

/** Who says so: the source with its link, and where neither is known the report's own name. */
function sourceOf(data, i) {
  return sourceLink(data.text("source", i), data.text("url", i)) ?? sourceLink(data.text("report_id", i), "");
}

/** A link for http and https addresses, plain text for anything else. */
function sourceLink(source, url) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    address = null;
  }
  if (!address || !["http:", "https:"].includes(address.protocol)) {
    const words = [source, url].filter((word) => word !== "").join(" · ");
    return words === "" ? null : quoted(words);
  }
  const link = el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" });
  link.append(quoted(source || address.hostname));
  return link;
}

/** A list that shows its first items and a button for the next ones; returns show(i), which makes item i exist. */
function longList(list, items, render, step = 200) {
  let shown = 0;
  const more = el("button", { type: "button", class: "more" });
  const grow = (upTo) => {
    const end = Math.min(items.length, upTo);
    const fresh = document.createDocumentFragment();
    for (; shown < end; shown += 1) fresh.append(render(items[shown]));
    list.append(fresh);
    more.hidden = shown >= items.length;
    more.textContent = t("show_more", { n: formatNumber(items.length - shown) });
  };
  more.addEventListener("click", () => grow(shown + step));
  grow(step);
  list.after(more);
  return (i) => grow(i + 1);
}
