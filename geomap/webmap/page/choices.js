/* Search and filters above the lists, with what each choice would show, and the downloads. */

/** The words for a value of a facet. */
function choiceWords(name, value) {
  if (value === "") return t(name in UNIT_LAYERS ? "no_unit" : "not_stated");
  if (name === "type") return tValue("type", value);
  if (name === "status") return t(`status_${value}`);
  if (name === "precision") return t(`precision_${value}`);
  return unitName(FACET_COLUMNS[name], value);
}

/** Builds the controls; each change goes into `state` and calls apply(), one of units showUnits() too. Returns {update()}. */
function buildChoices(data, filter, state, apply, showUnits) {
  const box = document.getElementById("choices");
  const search = el("input", { type: "search", id: "search", "aria-label": t("search"), placeholder: t("search"), maxlength: "200", dir: "auto" });
  search.value = state.text;
  search.addEventListener("focus", () => filter.search("x"), { once: true }); // folds all names before the first letter is typed
  let typing = 0;
  search.addEventListener("input", () => {
    window.clearTimeout(typing);
    typing = window.setTimeout(() => {
      state.text = search.value;
      apply();
    }, 150); // a redraw at each letter would lag behind fast typing
  });
  const shown = el("output", { id: "shown", "aria-live": "polite" });
  const button = (id, words, act) => {
    const made = el("button", { type: "button", class: "link", id }, words);
    made.addEventListener("click", act);
    return made;
  };
  const clear = button("clear", t("clear"), () => {
    Object.assign(state, { from: null, to: null, killed: 0, text: "" });
    for (const name of FACETS) state.chosen[name] = [];
    search.value = "";
    const units = filter.inUnits();
    apply();
    if (units) showUnits();
  });
  const geojson = button("download-geojson", "GeoJSON ↓", () => saveFile("incidents.geojson", "application/geo+json", shownGeoJson(data, filter.passes)));
  const csv = button("download-csv", "CSV ↓", () => saveFile("incidents.csv", "text/csv", shownCsv(data, filter.passes)));
  // On a phone they would leave no room for the list.
  const open = window.matchMedia("(min-width: 700px)").matches;
  const all = el("details", { id: "filters", open }, el("summary", {}, t("filters")));
  const facets = filter.facets.filter((facet) => facet.words.length > 1).map((facet) => facetChoices(facet, state, apply, showUnits));
  const killed = el("input", { type: "number", id: "killed", min: "0", step: "1" });
  killed.addEventListener("change", () => {
    state.killed = Math.max(0, Math.floor(Number(killed.value)) || 0);
    apply();
  });
  const least = filter.maxKilled > 0 ? el("label", { for: "killed" }, t("minimum_killed"), killed) : null;
  all.append(el("div", { class: "facets" }, ...facets.map((facet) => facet.element), least));
  // As a list that drops down, a facet closes when something else is chosen. Not before: the row that was pressed would
  // move away from under the pointer.
  document.addEventListener("click", ({ target }) => {
    if (!box.contains(target)) for (const { element } of facets) element.open = false;
  });
  const inWords = el("p", { id: "in-words" }); // for paper, where the controls are not shown
  box.append(inWords, search, el("div", { class: "tools" }, shown, clear, geojson, csv), all);
  return {
    update() {
      const perhaps = filter.perhaps ? tCount("shown_perhaps", filter.perhaps) : "";
      shown.textContent = [t("shown", { n: formatNumber(filter.total), all: formatNumber(data.n) }), perhaps].filter((part) => part).join(t("comma"));
      clear.hidden = filter.active === 0;
      killed.value = state.killed > 0 ? String(state.killed) : "";
      for (const facet of facets) facet.update();
      const words = facets.filter((facet) => facet.element.querySelector("input:checked")).map((facet) => facet.element.firstChild.textContent);
      if (state.text) words.push(quotedPlain(state.text));
      if (state.killed > 0) words.push(`${t("minimum_killed")} ${formatNumber(state.killed)}`);
      if (perhaps) words.push(perhaps);
      inWords.textContent = words.join(" · ");
    },
  };
}

/** One facet: its values with counts, those that occur most first. */
function facetChoices(facet, state, apply, showUnits) {
  const total = new Uint32Array(facet.counts.length);
  for (const code of facet.codes) total[code] += 1;
  // What is not stated comes last, however much of it there is.
  const order = [...facet.words.keys()].sort((a, b) => (facet.words[a] === "") - (facet.words[b] === "") || total[b] - total[a]);
  const group = el("fieldset", { "aria-label": t(`facet_${facet.name}`) });
  const summary = el("summary", {}, t(`facet_${facet.name}`));
  const rows = order.map((code) => {
    const value = facet.words[code];
    const tick = el("input", { type: "checkbox", "data-value": value });
    const count = el("span", { class: "count" });
    const maybe = el("span", { class: "maybe" });
    const label = el("label", {}, tick, quoted(choiceWords(facet.name, value)), maybe, count);
    tick.addEventListener("change", () => {
      const kept = state.chosen[facet.name].filter((one) => one !== value);
      state.chosen[facet.name] = tick.checked ? [...kept, value] : kept;
      apply();
      if (facet.name in UNIT_LAYERS) showUnits();
    });
    group.append(label);
    return { code, value, tick, count, maybe, label };
  });
  if (facet.sets.length) group.prepend(el("p", { class: "quiet" }, t("possible_says")));
  const element = el("details", { "data-facet": facet.name }, summary, group);
  return {
    element,
    update() {
      for (const { code, value, tick, count, maybe, label } of rows) {
        tick.checked = facet.chosen.has(value);
        count.textContent = formatNumber(facet.counts[code]);
        maybe.textContent = facet.maybe[code] ? t("possible", { n: formatNumber(facet.maybe[code]) }) : "";
        label.classList.toggle("none", facet.counts[code] + facet.maybe[code] === 0);
      }
      const chosen = [...facet.chosen].map((value) => quotedPlain(choiceWords(facet.name, value)));
      summary.classList.toggle("chosen", chosen.length > 0);
      summary.textContent = t(`facet_${facet.name}`) + (chosen.length ? `: ${chosen.join(t("comma"))}` : "");
    },
  };
}
