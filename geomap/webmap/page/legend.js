/* The legend: only what this page draws, each sign with its meaning, and what of it is shown now. */

/** Builds the legend. Returns {update()}, which counts anew what stands on the map. */
function buildLegend(box, data, filter, found) {
  const rows = el("ul", { class: "signs" });
  const row = (sign, ...words) => {
    const made = el("li", {}, sign, el("span", {}, ...words));
    rows.append(made);
    return made;
  };
  const drawn = countKinds(filter, found);
  // Types without a colour of their own share one sign, and so one row.
  const others = filter.byName.type.words.filter((type) => type !== "" && kindOfType(type) === 0);
  const nameOf = (kind) => (kind > 0 ? tValue("type", KIND_TYPES[kind]) : others.slice(0, 3).map((type) => quotedPlain(type)).join(t("comma")) || t("no_type"));
  const kinds = byFrequency(drawn).map((kind) => {
    const count = el("span", { class: "n" });
    return { kind, count, row: row(markElement(POINT, oneKind(kind)), `${nameOf(kind)} `, count) };
  });
  const has = (test) => found.places.some(test);
  if (has((place) => place.sign === POINT && place.n > 1)) row(markElement(POINT, oneKind(0, 3)), t("legend_size"));
  if (has((place) => place.sign === AREA && place.precision < 3)) row(areaSample(2), t("legend_area_2"));
  if (has((place) => place.sign === AREA && place.precision >= 3)) row(areaSample(3), t("legend_area_3"));
  if (has((place) => place.sign === AMBIGUOUS)) row(markElement(AMBIGUOUS, oneKind(0)), t("legend_ambiguous"));
  if (found.groups.length) row(el("span", { class: "sample link-line" }), t("legend_link"));
  if (found.places.length > 1) row(el("span", { class: "mark cluster" }, el("span", {}, formatNumber(9))), t("legend_cluster"));
  // On a phone the legend would leave no room for the map.
  const wide = window.matchMedia("(min-width: 700px)").matches;
  const details = box.querySelector("details");
  details.open = wide;
  const credit = data.base?.attribution ? el("p", { class: "quiet" }, `${t("base_map")} `, quoted(data.base.attribution)) : null;
  details.append(el("summary", {}, t("legend")), rows, credit ?? "");
  return {
    update() {
      const now = countKinds(filter, found);
      for (const { kind, count, row: line } of kinds) {
        count.textContent = `(${formatNumber(now[kind])})`;
        line.classList.toggle("none", now[kind] === 0);
      }
    },
  };
}

/** How many incidents of each kind stand on the map; one that stands at several candidates counts once. */
function countKinds({ perRow }, { ofRow }) {
  const kinds = new Uint32Array(KINDS);
  for (let row = 0; row < ofRow.length; row += 1) {
    if (ofRow[row].length === 0) continue;
    for (let kind = 0; kind < KINDS; kind += 1) kinds[kind] += perRow[row * KINDS + kind];
  }
  return kinds;
}

function areaSample(precision) {
  return el("span", { class: `sample precision-${precision}` });
}
