/* Files that the reader takes away: the shown incidents as GeoJSON and CSV, and decisions on unmatched names. */

function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers read it only after the click
}

/** A cell that no spreadsheet runs as a formula, by the rule of geomap/safetext.py: an apostrophe before it. */
function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const runs = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(value);
  const guarded = runs ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** CSV with a byte order mark, without which Excel does not read it as UTF-8. */
function csvText(columns, rows) {
  return `\ufeff${[columns, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** The columns of the table; the geometry is none of them. */
function fieldsOf(data) {
  return Object.keys(data.columns).filter((name) => name !== "geometry");
}

function shownCsv(data, passes) {
  const columns = fieldsOf(data);
  const rows = [];
  for (let i = 0; i < data.n; i += 1) if (passes(i)) rows.push(columns.map((column) => data.value(column, i)));
  return csvText(columns, rows);
}

/** RFC 7946; what has no location has a null geometry. Areas are as the page draws them, simplified. */
function shownGeoJson(data, passes) {
  const fields = fieldsOf(data);
  const features = [];
  for (let i = 0; i < data.n; i += 1) {
    if (!passes(i)) continue;
    const properties = Object.fromEntries(fields.map((column) => [column, data.value(column, i)]));
    features.push({ type: "Feature", properties, geometry: data.geometries[data.value("geometry", i)] ?? null });
  }
  return JSON.stringify({ type: "FeatureCollection", features });
}

// What `geomap unmatched --apply` reads.
const DECISION_COLUMNS = ["toponym", "decision", "decided_place_id", "reviewer", "reviewed_on", "note"];

function decisionsCsv(decisions) {
  const today = new Date().toISOString().slice(0, 10);
  return csvText(DECISION_COLUMNS, [...decisions].map(([name, [verdict, id]]) => [name, verdict, id, "", today, ""]));
}

/** What an unmatched name means: one of its suggestions, not a place, a place abroad, or not decided. */
function decisionChoice(data, group, decisions) {
  const options = [["", "", t("decide_none")]];
  const known = new Set();
  for (const one of group.incidents.flatMap((i) => candidatesOf(data, i))) {
    const id = String(one.place_id || one.pcode || "");
    if (!id || known.has(id)) continue;
    known.add(id);
    options.push(["place", id, [candidateName(one), candidateUnit(one), one.pcode || id].filter((word) => word).map((word) => quotedPlain(String(word))).join(" · ")]);
  }
  options.push(["not_a_place", "", t("decide_not_a_place")], ["foreign", "", t("decide_foreign")]);
  const choice = el("select", { class: "decide", "aria-label": t("decide", { name: quotedPlain(group.name) }) });
  options.forEach(([, , words], at) => choice.append(el("option", { value: String(at) }, words)));
  const decided = decisions.get(group.name);
  if (decided) choice.value = String(Math.max(0, options.findIndex(([verdict, id]) => verdict === decided[0] && id === decided[1])));
  choice.addEventListener("change", () => {
    const [verdict, id] = options[Number(choice.value)];
    if (verdict) decisions.set(group.name, [verdict, id]);
    else decisions.delete(group.name);
    document.dispatchEvent(new Event("geomap-decided"));
  });
  return choice;
}

function decisionBar(decisions) {
  const button = el("button", { type: "button" });
  const update = () => {
    button.textContent = t("download_decisions", { n: formatNumber(decisions.size) });
    button.disabled = decisions.size === 0;
  };
  button.id = "download-decisions";
  button.addEventListener("click", () => saveFile("decisions.csv", "text/csv", decisionsCsv(decisions)));
  document.addEventListener("geomap-decided", update);
  update();
  return el("div", { class: "says" }, el("p", {}, t("decisions_say")), button);
}
