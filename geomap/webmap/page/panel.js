/* The panel beside the map: three lists, one tab each. */

// With no more incidents than this all tabs are filled at once, so that what is printed or searched is whole.
const SMALL = 500;

function buildPanel(data, filter, found, select) {
  const lists = sortIncidents(data);
  const decisions = new Map();
  const tabs = buildTabs(["placed", "unmatched", "outside"]);
  const names = coded(data, "toponym");
  let current = "placed"; // the tab that is open: the others are filled when they are
  let fresh = new Set();
  let rows = null; // of the list of placed incidents
  let list = null;
  let only = null; // the place whose popup a mark opened

  const fillers = {
    placed() {
      const here = only && new Set(only.place.incidents);
      rows = here ? lists.placed.filter((i) => here.has(i)) : passing(lists.placed);
      list?.end();
      list = fill("page-placed", lists.placed.length ? "no_match" : "none_placed", rows, (i) => placedRow(data, i, found.at(i), filter.mayBeIn(i), select));
      if (only) document.getElementById("page-placed").prepend(onlyBar(only, rows.length));
    },
    unmatched() {
      const groups = byName(data, passing(lists.unmatched));
      const empty = lists.unmatched.length === 0 ? "none_unmatched" : filter.inUnits() ? "unmatched_hidden" : "no_match";
      fill("page-unmatched", empty, groups, (group) => nameRow(data, group, decisions), t("unmatched_says"));
      if (groups.length) document.querySelector("#page-unmatched .says").after(decisionBar(decisions));
    },
    outside() {
      const groups = byName(data, passing(lists.outside));
      fill("page-outside", lists.outside.length ? "no_match" : "none_outside", groups, (group) => nameRow(data, group), t("outside_says"));
    },
  };
  const passing = (numbers) => {
    const kept = new Uint32Array(numbers.length);
    let n = 0;
    for (let at = 0; at < numbers.length; at += 1) if (filter.passes(numbers[at])) kept[n++] = numbers[at];
    return kept.subarray(0, n);
  };
  const fillOpen = (name = current) => {
    if (fresh.has(name)) return;
    fresh.add(name);
    fillers[name]();
  };
  const countNames = (incidents) => {
    const seen = new Uint8Array(names.words.length);
    for (const i of incidents) if (filter.passes(i)) seen[names.codes[i]] = 1;
    return seen.reduce((sum, one) => sum + one, 0);
  };

  const panel = {
    open: (name) => tabs.open(name, false),
    /** Fills the open list with the incidents that pass; the others when they are opened. */
    show() {
      fresh = new Set();
      only = null;
      fillOpen();
      if (data.n <= SMALL) for (const name of Object.keys(fillers)) fillOpen(name);
      let placed = 0;
      for (let at = 0; at < lists.placed.length; at += 1) if (filter.passes(lists.placed[at])) placed += 1;
      tabs.count({ placed, unmatched: countNames(lists.unmatched), outside: countNames(lists.outside) });
    },
    /** Lists the incidents of one place only, until `release` is called; null lists all again. */
    only(place, release = () => {}) {
      if (!place && !only) return;
      only = place && { place, release };
      fresh.delete("placed");
      if (place) tabs.open("placed", false);
      fillOpen();
      if (rows) tabs.count({ placed: rows.length });
    },
    /** Marks the incident's row and brings it into sight. */
    highlight(i) {
      tabs.open("placed", false);
      const at = rows.indexOf(i);
      if (at < 0) return;
      document.querySelector("#page-placed [aria-current]")?.removeAttribute("aria-current");
      const row = list.show(at).firstElementChild;
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    },
    onTab: () => {},
  };
  tabs.onOpen = (name) => {
    current = name;
    fillOpen();
    panel.onTab(name);
  };
  window.addEventListener("beforeprint", () => list?.print());
  return panel;
}

/** The incidents of each list: those on the map by date, the latest first, undated ones last. */
function sortIncidents(data) {
  const status = coded(data, "status");
  const listOf = status.words.map((word) => (word === "unmatched" || word === "outside" ? word : NOT_DRAWN.has(word) ? null : "placed"));
  const dates = coded(data, "event_date");
  const order = [...dates.words.keys()].sort((a, b) => (dates.words[a] < dates.words[b] ? 1 : -1));
  const rank = new Uint32Array(order.length);
  order.forEach((code, at) => (rank[code] = at));
  const numbers = { placed: [], unmatched: [], outside: [] };
  for (let i = 0; i < data.n; i += 1) numbers[listOf[status.codes[i]]]?.push(i);
  // Counted, not compared: a million dates are few different ones.
  const ends = new Uint32Array(order.length + 1);
  for (const i of numbers.placed) ends[rank[dates.codes[i]] + 1] += 1;
  for (let at = 0; at < order.length; at += 1) ends[at + 1] += ends[at];
  const placed = new Uint32Array(numbers.placed.length);
  for (const i of numbers.placed) placed[ends[rank[dates.codes[i]]]++] = i;
  return { placed, unmatched: Uint32Array.from(numbers.unmatched), outside: Uint32Array.from(numbers.outside) };
}

/** Says that only one place's incidents are listed, and leads back to all. */
function onlyBar(only, n) {
  const all = el("button", { type: "button", class: "link", id: "show-all" }, t("show_all"));
  all.addEventListener("click", only.release);
  return el("p", { class: "says only" }, quoted(only.place.name), t("comma"), tCount("incidents", n), " · ", all);
}

/** Incidents with the same name as one group, the most frequent name first. */
function byName(data, incidents) {
  const groups = new Map();
  for (const i of incidents) {
    const name = data.text("toponym", i);
    if (!groups.has(name)) groups.set(name, { name, incidents: [], mentions: 0 });
    const group = groups.get(name);
    group.incidents.push(i);
    group.mentions += data.number("n_mentions", i) ?? 1;
  }
  return [...groups.values()].sort((a, b) => b.mentions - a.mentions);
}

// To ask a page where it is scrolled to would lay out all of it at every filter step.
const scrolled = new Set();

/** Fills a tab's page with a list, or with the words for an empty one. Returns the list. */
function fill(id, emptyKey, items, render, says = "") {
  const page = document.getElementById(id);
  if (scrolled.has(page)) page.scrollTop = 0;
  else page.addEventListener("scroll", () => scrolled.add(page), { once: true });
  scrolled.delete(page);
  page.replaceChildren();
  if (items.length === 0) {
    page.append(el("p", { class: "empty" }, t(emptyKey)));
    return { show: () => null, print: () => {}, end: () => {} };
  }
  if (says) page.append(el("p", { class: "says" }, says));
  return windowList(page, items, render);
}

/** A placed incident: a button that goes to it on the map. `mayBeIn` are the chosen units that it is not known to lie in. */
function placedRow(data, i, places, mayBeIn, select) {
  const id = data.text("incident_id", i);
  const status = data.text("status", i);
  const row = el("button", { type: "button", class: "row", "data-incident-id": id, "data-status": status });
  row.append(el("span", { class: "name" }, ...nameLine(data, i)));
  if (status === "ambiguous") row.append(el("span", { class: "flag" }, tCount("possible_places", places.length)));
  if (mayBeIn.length) row.append(el("span", { class: "flag" }, t("may_be_in", { units: mayBeIn.map(quotedPlain).join(t("comma")) })));
  const line = happened(data, i);
  if (line) row.append(line);
  if (places.length === 0) {
    row.disabled = true;
    row.append(el("span", { class: "quiet" }, t("no_position")));
  }
  row.addEventListener("click", () => select(i));
  return el("li", {}, row, underRow(data, i));
}

/** The sentence, how it was matched, how precisely it is known, and the source. */
function underRow(data, i) {
  const under = el("div", { class: "under" });
  if (data.text("context", i)) under.append(contextOf(data, i));
  const line = (key, ...words) => {
    const shown = words.filter((word) => word);
    if (shown.length) under.append(el("p", {}, el("span", { class: "quiet" }, `${t(key)}: `), ...shown));
  };
  if (data.text("status", i) !== "ambiguous") {
    line("precision", precisionWords(data, i));
    line("matched", ...matchWords(data, i));
  }
  line("source", sourceOf(data, i));
  return under;
}

/** A name that is not on the map, how often it occurs, and the sentences that it stands in. */
function nameRow(data, group, decisions = null) {
  const first = group.incidents[0];
  const attributes = { "data-incident-id": data.text("incident_id", first), "data-status": data.text("status", first) };
  const name = el("h2", { class: "title" }, quoted(group.name, { class: "toponym" }), " ");
  name.append(el("span", { class: "count" }, tCount("times", group.mentions)));
  const item = el("li", { class: "row", ...attributes }, name, ...sentencesOf(data, group.incidents.slice(0, 1)));
  const suggestions = candidatesOf(data, first).filter(candidateName).slice(0, 3);
  if (suggestions.length) {
    const said = (one) => [quoted(candidateName(one)), ...(candidateUnit(one) ? [" (", quoted(candidateUnit(one)), ")"] : [])];
    const words = suggestions.flatMap((one, at) => [at ? t("comma") : "", ...said(one)]);
    item.append(el("p", { class: "quiet" }, `${t("similar")} `, ...words));
  }
  if (decisions) item.append(decisionChoice(data, group, decisions));
  const others = group.incidents.slice(1);
  if (others.length) {
    const more = el("details", {}, el("summary", {}, tCount("more_sentences", others.length)));
    // Thousands of sentences cost nothing until somebody opens them.
    more.addEventListener("toggle", () => more.append(...sentencesOf(data, others)), { once: true });
    item.append(more);
  }
  return item;
}

function sentencesOf(data, incidents) {
  return incidents.flatMap((i) => {
    const source = sourceOf(data, i);
    const date = data.text("event_date", i);
    const from = el("p", { class: "quiet" });
    if (date) from.append(quoted(formatDate(date)));
    if (source) from.append(date ? " · " : "", source);
    return [data.text("context", i) ? contextOf(data, i) : "", from.childNodes.length ? from : ""].filter((one) => one);
  });
}
