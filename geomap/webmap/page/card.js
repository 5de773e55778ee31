/* What is said about an incident, and the popup of a place with all of its incidents. */

/** One incident: name, what happened, how sure, how matched, source, sentence. */
function incidentCard(data, i, goTo, heading) {
  const status = data.text("status", i);
  const attributes = { class: "card", "data-incident-id": data.text("incident_id", i), "data-status": status };
  return el(
    "article",
    attributes,
    el(heading, { class: "title" }, ...nameLine(data, i)),
    happened(data, i),
    status === "ambiguous" ? ambiguity(data, i, goTo) : null,
    data.text("context", i) ? contextOf(data, i) : null,
    facts(data, i),
  );
}

/** The expression as the report spells it, and the place that it was matched with. */
function nameLine(data, i) {
  const toponym = data.text("expression", i) || data.text("toponym", i);
  const place = data.text("status", i) === "ambiguous" ? "" : placeName(data, i);
  const spelled = quoted(toponym || place, { class: "toponym" });
  if (!toponym || !place || toponym === place) return [spelled];
  return [spelled, ` ${t("arrow")} `, quoted(place, { class: "location" })];
}

/** Date, type, killed and injured in one line. */
function happened(data, i, withDate = true) {
  const line = el("p", { class: "happened" });
  const parts = [];
  const date = data.text("event_date", i);
  if (withDate && date) parts.push(el("time", { datetime: date }, quoted(formatDate(date))), datePrecision(data, i));
  const type = data.text("event_type", i);
  if (type) {
    const dot = el("span", { class: "dot", "aria-hidden": "true" });
    dot.style.background = typeColour(type);
    parts.push(el("span", { class: "type" }, dot, quoted(tValue("type", type))));
  }
  const sub = data.text("sub_event_type", i);
  if (sub && sub !== type) parts.push(quoted(tValue("sub", sub)));
  for (const column of ["fatalities", "injuries"]) {
    const n = data.number(column, i);
    if (n !== null) parts.push(el("strong", {}, tCount(column, n)));
  }
  const shown = parts.filter((part) => part !== null);
  shown.forEach((part, at) => line.append(...(at ? ["\u00a0· ", part] : [part])));
  return shown.length ? line : null;
}

function datePrecision(data, i) {
  const precision = data.number("time_precision", i);
  return precision > 1 ? el("span", {}, t(precision === 2 ? "date_week" : "date_month")) : null;
}

/** Says that the name fits several places, and leads to each. */
function ambiguity(data, i, goTo) {
  const list = el("ol", { class: "candidates" });
  const candidates = candidatesOf(data, i);
  for (const candidate of candidates) {
    const name = quoted(candidateName(candidate));
    const where = hasCoordinates(candidate) ? [candidate.latitude, candidate.longitude] : null;
    // Namesakes are told apart by their kind, units and P-codes, and where the table has neither by where they lie.
    const units = ["admin2", "admin1"].map((column) => unitName(column, String(candidate[column] ?? "")));
    const known = candidate.pcode || units.some((unit) => unit);
    const code = known ? candidate.pcode : (where?.map((degrees) => degrees.toFixed(2)).join(" ") ?? "");
    const score = Number.isFinite(candidate.score) ? t("score", { n: formatNumber(candidate.score) }) : "";
    const kind = kindWord(String(candidate.kind ?? ""));
    const evidence = [kind, ...units, code ?? "", score].filter((word) => word).flatMap((word) => [t("comma"), quoted(String(word))]);
    if (!where) {
      list.append(el("li", {}, name, el("span", { class: "quiet" }, ...evidence)));
      continue;
    }
    const button = el("button", { type: "button", class: "link" }, name);
    button.addEventListener("click", () => goTo(i, where));
    list.append(el("li", {}, button, el("span", { class: "quiet" }, ...evidence)));
  }
  return el("div", { class: "ambiguity" }, el("p", {}, t(candidates.length === 1 ? "ambiguous_one" : "ambiguous_says")), list);
}

/** A candidate's name in the page's language, as far as the table gives it. */
function candidateName(candidate) {
  return String((lang === "ar" && candidate.name_ar) || (candidate.name ?? ""));
}

/** The governorate that a candidate states. */
function candidateUnit(candidate) {
  return unitName("admin1", String(candidate.admin1 ?? ""));
}

function contextOf(data, i) {
  return sentence(data.text("context", i), data.text("toponym", i), data.number("context_start", i));
}

/** Precision, matching, derivation and source as a list of terms. */
function facts(data, i) {
  const list = el("dl");
  const fact = (key, ...children) => {
    const shown = children.filter((child) => child !== null && child !== "");
    if (shown.length) list.append(el("dt", {}, t(key)), el("dd", {}, ...shown));
  };
  const units = ["admin3", "admin2", "admin1", "country"].map((column) => unitName(column, data.text(column, i))).filter((name) => name);
  const distinct = units.filter((name, at) => units.indexOf(name) === at);
  const listed = (names) => names.flatMap((name, at) => (at ? [t("comma"), quoted(name)] : [quoted(name)]));
  const possible = data.text("possible_admin1", i);
  if (possible) fact("may_lie_in", ...listed(possible.split("; ").map((unit) => unitName("admin1", unit))));
  else fact("within", ...listed(distinct));
  const expression = data.text("expression", i);
  if (expression !== data.text("toponym", i)) fact("expression", expression ? quoted(expression) : null);
  if (data.text("status", i) !== "ambiguous") {
    fact("precision", precisionWords(data, i));
    fact("matched", ...matchWords(data, i));
  }
  const derivation = data.text("derivation", i);
  fact("derivation", derivation ? quoted(inOurWords(derivation)) : null);
  const notes = data.text("notes", i);
  fact("notes", notes ? quoted(inOurWords(notes)) : null);
  fact("source", sourceOf(data, i));
  const mentions = data.number("n_mentions", i);
  if (mentions > 1) fact("mentions", formatNumber(mentions));
  return list.children.length ? list : null;
}

function precisionWords(data, i) {
  const precision = data.number("geo_precision", i);
  if (![1, 2, 3].includes(precision)) return null;
  const words = t(`precision_${precision}`);
  const geometry = data.geometries[data.value("geometry", i)];
  if (geometry && geometry.type !== "Point") return `${words}${t("comma")}${t("inside_area")}`;
  const metres = data.number("uncertainty_m", i);
  return metres > 0 ? `${words}${t("comma")}${t("within_about", { distance: formatDistance(metres) })}` : words;
}

/** "المالكية, known variant, 0.98" */
function matchWords(data, i) {
  const words = [];
  const name = data.text("matched_name", i);
  if (name) words.push(quoted(name, { class: "matched-name" }));
  const method = data.text("match_method", i);
  if (method) words.push(quoted(tValue("method", method)));
  const score = data.number("match_score", i);
  if (score !== null) words.push(t("score", { n: formatNumber(score) }));
  return words.flatMap((word, at) => (at ? [t("comma"), word] : [word]));
}

/** The popup of a place: its name where it has several incidents, and each of them, `first` on top. */
function placeCard(data, place, first, goTo) {
  const latest = latestFirst(data, place.incidents);
  const order = latest.includes(first) ? [first, ...latest.filter((i) => i !== first)] : latest;
  const title = el("h2", {}, quoted(place.name), el("span", { class: "quiet" }, ` · ${tCount("incidents", order.length)}`));
  const body = el("div", { class: "cards" });
  const card = el("div", { class: "popup", dir: document.documentElement.dir, tabindex: "-1" });
  const several = order.length > 1;
  card.append(...(several ? [title] : []), body);
  longList(body, order, (i) => incidentCard(data, i, goTo, several ? "h3" : "h2"), 50);
  return card;
}
