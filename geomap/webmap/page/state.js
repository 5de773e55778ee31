/* What the reader chose, and its place in the address: a link or a reload shows the same view. */

function freshState() {
  return {
    chosen: Object.fromEntries(FACETS.map((name) => [name, []])),
    from: null, to: null, killed: 0, text: "", tab: "placed", incident: "",
  };
}

/** The address's part after #, as `key=value` pairs; a facet's several choices repeat its key. */
function writeAddress(state, map, pageLang) {
  const pairs = new URLSearchParams();
  const centre = map.getCenter();
  if (lang !== pageLang) pairs.set("lang", lang);
  pairs.set("map", [map.getZoom(), centre.lat.toFixed(4), centre.lng.toFixed(4)].join("/"));
  if (state.from !== null) {
    pairs.set("from", isoOf(state.from));
    pairs.set("to", isoOf(state.to));
  }
  for (const name of FACETS) for (const value of state.chosen[name]) pairs.append(name, value);
  if (state.killed > 0) pairs.set("killed", String(state.killed));
  if (state.text) pairs.set("q", state.text);
  if (state.tab !== "placed") pairs.set("tab", state.tab);
  if (state.incident) pairs.set("incident", state.incident);
  return pairs.toString().replaceAll("%2F", "/");
}

/** The state that an address describes, with `view` (zoom, lat, lon) and `lang` where it names them. */
function readAddress(address) {
  const pairs = new URLSearchParams(address.replace(/^#/, ""));
  const state = freshState();
  for (const name of FACETS) state.chosen[name] = pairs.getAll(name);
  const [from, to] = [dayOf(pairs.get("from") ?? ""), dayOf(pairs.get("to") ?? "")];
  if (from !== NO_DAY && to !== NO_DAY && from <= to) [state.from, state.to] = [from, to];
  const killed = Number(pairs.get("killed"));
  if (Number.isInteger(killed) && killed > 0) state.killed = killed;
  state.text = (pairs.get("q") ?? "").slice(0, 200);
  state.tab = ["unmatched", "outside"].includes(pairs.get("tab")) ? pairs.get("tab") : "placed";
  state.incident = pairs.get("incident") ?? "";
  const view = (pairs.get("map") ?? "").split("/").map(Number);
  const sound = view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 85 && Math.abs(view[2]) <= 180;
  return { state, view: sound ? view : null, lang: Object.hasOwn(STRINGS, pairs.get("lang") ?? "") ? pairs.get("lang") : null };
}
