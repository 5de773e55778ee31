/* The panel beside the map: three lists, one tab each. */

function buildPanel(data, placesOf, select) {
  const numbers = Array.from({ length: data.n }, (_, i) => i);
  const statusOf = (i) => data.text("status", i) || "resolved";
  const placed = numbers.filter((i) => !NOT_DRAWN.has(statusOf(i)));
  const unmatched = numbers.filter((i) => statusOf(i) === "unmatched");
  const outside = numbers.filter((i) => statusOf(i) === "outside");
  const byDate = (a, b) => (data.text("event_date", a) < data.text("event_date", b) ? 1 : -1);
  const dated = placed.sort((a, b) => (data.text("event_date", a) === data.text("event_date", b) ? a - b : byDate(a, b)));

  const empty = (all, key) => (all.length ? "no_match" : key);
  const decisions = new Map();
  const tabs = buildTabs(["placed", "unmatched", "outside"]);
  let positions = new Map();
  let show = () => {};
  let passing = () => true;
  let only = null; // the place whose popup a mark opened
  const panel = {
    open: (name) => tabs.open(name, false),
    /** Fills the lists with the incidents that pass. */
    show(passes) {
      passing = passes;
      panel.fillPlaced();
      const [names, away] = [unmatched, outside].map((list) => list.filter(passes));
      const unmatchedNames = byName(data, names);
      const outsideNames = byName(data, away);
      fill("page-unmatched", empty(unmatched, "none_unmatched"), unmatchedNames, (group) => nameRow(data, group, decisions), t("unmatched_says"));
      if (unmatchedNames.length) document.querySelector("#page-unmatched .says").after(decisionBar(decisions));
      fill("page-outside", empty(outside, "none_outside"), outsideNames, (group) => nameRow(data, group), t("outside_says"));
      tabs.count({ placed: positions.size, unmatched: unmatchedNames.length, outside: outsideNames.length });
    },
    fillPlaced() {
      const here = only && new Set(only.place.incidents);
      const rows = dated.filter((i) => passing(i) && (!here || here.has(i)));
      positions = new Map(rows.map((i, at) => [i, at]));
      show = fill("page-placed", empty(dated, "none_placed"), rows, (i) => placedRow(data, i, placesOf[i], select));
      if (only) document.getElementById("page-placed").prepend(onlyBar(only, rows.length));
    },
    /** Lists the incidents of one place only, until `release` is called; null lists all again. */
    only(place, release = () => {}) {
      if (!place && !only) return;
      only = place && { place, release };
      panel.fillPlaced();
      tabs.count({ placed: positions.size });
      if (place) tabs.open("placed", false);
    },
    /** Marks the incident's row and brings it into sight. */
    highlight(i) {
      if (!positions.has(i)) return;
      tabs.open("placed", false);
      show(positions.get(i));
      const list = document.querySelector("#page-placed ol");
      list.querySelector("[aria-current]")?.removeAttribute("aria-current");
      const row = list.children[positions.get(i)].firstElementChild;
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    },
    onTab: () => {},
  };
  tabs.onOpen = (name) => panel.onTab(name);
  return panel;
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

/** Fills a tab's page with a list, or with the words for an empty one. Returns show(position). */
function fill(id, emptyKey, items, render, says = "") {
  const page = document.getElementById(id);
  page.replaceChildren();
  if (items.length === 0) {
    page.append(el("p", { class: "empty" }, t(emptyKey)));
    return () => {};
  }
  if (says) page.append(el("p", { class: "says" }, says));
  const list = el("ol", { class: items.length > 200 ? "rows long" : "rows" });
  page.append(list);
  return longList(list, items, render);
}

/** A placed incident: a button that goes to it on the map. */
function placedRow(data, i, places, select) {
  const id = data.text("incident_id", i);
  const status = data.text("status", i);
  const row = el("button", { type: "button", class: "row", "data-incident-id": id, "data-status": status });
  row.append(el("span", { class: "name" }, ...nameLine(data, i)));
  if (status === "ambiguous") row.append(el("span", { class: "flag" }, tCount("possible_places", places.length)));
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
  const ambiguous = data.text("status", i) === "ambiguous";
  const parts = ambiguous ? [] : [el("span", {}, ...matchWords(data, i)), precisionWords(data, i)];
  const source = sourceLink(data.text("source", i), data.text("url", i));
  const shown = [...parts, source].filter((part) => part && (typeof part === "string" || part.textContent));
  const line = el("p", { class: "quiet" });
  shown.forEach((part, at) => line.append(...(at ? [" · ", part] : [part])));
  if (shown.length) under.append(line);
  return under;
}

/** A name that is not on the map, how often it occurs, and the sentences that it stands in. */
function nameRow(data, group, decisions = null) {
  const first = group.incidents[0];
  const attributes = { "data-incident-id": data.text("incident_id", first), "data-status": data.text("status", first) };
  const name = el("h2", { class: "title" }, quoted(group.name, { class: "toponym" }), " ");
  name.append(el("span", { class: "count" }, tCount("times", group.mentions)));
  const item = el("li", { class: "row", ...attributes }, name, ...sentencesOf(data, group.incidents.slice(0, 1)));
  const suggestions = candidatesOf(data, first).map((one) => String(one.name ?? "")).filter((word) => word);
  if (suggestions.length) {
    const words = suggestions.slice(0, 3).flatMap((word, at) => (at ? [t("comma"), quoted(word)] : [quoted(word)]));
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
    const source = sourceLink(data.text("source", i), data.text("url", i));
    const date = data.text("event_date", i);
    const from = el("p", { class: "quiet" });
    if (date) from.append(quoted(formatDate(date)));
    if (source) from.append(date ? " · " : "", source);
    return [data.text("context", i) ? contextOf(data, i) : "", from.childNodes.length ? from : ""].filter((one) => one);
  });
}

/** Tabs by the ARIA pattern: arrow keys move, one tab in the tab order. Returns open(name, withFocus) and count(numbers). */
function buildTabs(tabs) {
  const bar = document.getElementById("tabs");
  bar.setAttribute("aria-label", t("lists"));
  const made = { onOpen: () => {} };
  const open = (name, withFocus) => {
    made.onOpen(name);
    for (const other of tabs) {
      const tab = document.getElementById(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      document.getElementById(`page-${other}`).hidden = other !== name;
      if (other === name && withFocus) tab.focus();
    }
  };
  tabs.forEach((name, at) => {
    const attributes = { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `page-${name}` };
    const tab = el("button", attributes, t(`tab_${name}`), " ", el("span", { class: "count" }));
    tab.addEventListener("click", () => open(name, false));
    tab.addEventListener("keydown", (event) => {
      const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
      const step = event.key === forward ? 1 : event.key === back ? -1 : 0;
      if (step) open(tabs[(at + step + tabs.length) % tabs.length], true);
    });
    bar.append(tab);
  });
  open("placed", false);
  made.open = open;
  made.count = (numbers) => {
    for (const [name, n] of Object.entries(numbers)) document.querySelector(`#tab-${name} .count`).textContent = formatNumber(n);
  };
  return made;
}
