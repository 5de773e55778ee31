/*
 * Puts the page together. For tests and for anyone at the console:
 *
 *   window.geomap.map          the Leaflet map
 *   window.geomap.data         the decoded data: n, value(column, i), geometries …
 *   window.geomap.places       what is drawn: {id, sign: "point"|"area"|"ambiguous", lat, lon, name, incidents}
 *   window.geomap.counts       incidents by status
 *   window.geomap.filter       counts by choice; window.geomap.state and apply() change what is shown
 *   window.geomap.sayArabic(text)  a sentence of `derivation` or `notes` in Arabic, null where no template fits it
 *   window.geomap.select(id)   goes to the incident with this incident_id and opens it; false if it has no place
 *
 * `document.documentElement.dataset.geomap` is "ready" once all is drawn, "failed" where that was impossible.
 * Rows of the lists and cards of the popups carry data-incident-id and data-status.
 */

// Shown when there is nothing to fit the view to: Syria (south-west, north-east).
const SYRIA = [[32.3, 35.6], [37.4, 42.4]];

// Close enough to tell a town's neighbours apart, far enough to see which town it is.
const SELECT_ZOOM = 11;

async function start(map) {
  try {
    await build(map);
    document.documentElement.dataset.geomap = "ready";
  } catch (error) {
    const failure = document.getElementById("failure");
    failure.hidden = false;
    failure.textContent = typeof DecompressionStream === "undefined" ? t("old_browser") : `${t("failed")} ${error}`;
    document.documentElement.dataset.geomap = "failed";
    throw error;
  }
}

async function build(map) {
  const root = document.documentElement;
  const pageLang = root.lang in STRINGS ? root.lang : "en";
  const address = readAddress(window.location.hash);
  lang = address.lang ?? pageLang;
  root.lang = lang;
  root.dir = lang === "ar" ? "rtl" : "ltr";
  const data = await readData();
  readUnits(data.base);
  if (lang === "ar") readNames(data);
  const far = dressPage(map, data);

  const { state } = address;
  const filter = makeFilter(data, makeSearch(data));
  filter.set(freshState());
  const found = findPlaces(data);
  tallyPlaces(found, filter);
  const counts = countStatuses(data);
  document.getElementById("summary").append(...summary(counts));

  let writing = 0;
  const remember = () => {
    window.clearTimeout(writing);
    // Browsers refuse an address that is rewritten at every step of a drag.
    writing = window.setTimeout(() => window.history.replaceState(null, "", `#${writeAddress(state, map, pageLang)}`), 200);
  };
  let layers = null;
  let panel = null;
  const apply = () => {
    filter.set(state);
    tallyPlaces(found, filter);
    layers.show();
    panel.show();
    for (const control of controls) control.update();
    remember();
  };
  // What stands around the map says how large it is, and the view what is drawn: in this order all is laid out once.
  const legend = buildLegend(document.getElementById("legend"), data, filter, found);
  const whole = wholeBounds(found, data.base);
  const showUnits = () => fitWhole(map, unitBounds(data.base, state.chosen) ?? whole);
  const controls = [buildChoices(data, filter, state, apply, showUnits), buildTimeline(filter, state, apply), legend];
  map.invalidateSize({ animate: false });
  const { view } = address;
  const setView = () => view && map.setView([view[1], view[2]], view[0], { animate: false });
  if (view) setView();
  else showUnits();
  addBase(map, data.base);
  if (data.tiles) tileSwitch(map, data.tiles, `top${far}`);
  const inChosen = ({ units }) => Object.entries(units ?? {}).some(([name, unit]) => filter.byName[name].chosen.has(unit));
  layers = drawPlaces(map, data, found, inChosen);
  panel = buildPanel(data, filter, found, (i) => layers.goTo(i));
  layers.onSelect = (i) => {
    enlarge(false);
    panel.highlight(i);
    state.incident = data.text("incident_id", i);
    remember();
  };
  layers.onPlace = (place) => panel.only(place, () => map.closePopup());
  const { tab, incident } = state;
  panel.onTab = (name) => {
    state.tab = name;
    remember();
  };
  languageSwitch(state, map, pageLang);
  const enlarge = listSwitch();
  apply();
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  const select = (id) => {
    const i = findIncident(data, String(id));
    return i >= 0 && layers.goTo(i);
  };
  if (tab !== "placed") panel.open(tab);
  if (incident) {
    const i = findIncident(data, incident);
    if (i >= 0 && filter.passes(i) && layers.goTo(i)) setView();
  }
  map.on("moveend", remember);
  window.geomap = { map, data, places: found.places, counts, select, filter, state, apply, fold, sayArabic };
}

/** Puts titles and controls in the page's language; returns the side of the map that is far from where lines begin. */
function dressPage(map, data) {
  const [near, far] = document.documentElement.dir === "rtl" ? ["right", "left"] : ["left", "right"];
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  document.getElementById("title").textContent = data.title || t("default_title");
  if (!data.title) document.title = t("default_title");
  const container = map.getContainer();
  container.dir = "ltr"; // Leaflet positions from the left; texts inside say their own direction
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", t("map"));
  L.control.zoom({ position: `top${near}`, zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(map);
  // Leaflet's own key listens only while the map itself has the focus, not a mark, a popup or a row of the list.
  document.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  map.on("popupopen popupclose", ({ type }) => container.classList.toggle("popup-open", type === "popupopen"));
  map.attributionControl.setPosition(`bottom${far}`).setPrefix("Leaflet");
  L.control.scale({ position: `bottom${near}`, imperial: false }).addTo(map);
  return far;
}

/** What the page shows when it is opened: all places, or where there are none the country. */
function wholeBounds({ places }, base) {
  const bounds = L.latLngBounds([]);
  for (const place of places) {
    bounds.extend([place.lat, place.lon]);
    if (place.sign === AREA && (place.geometry || place.radius > 0)) bounds.extend(areaBounds(place));
  }
  if (bounds.isValid()) return bounds;
  const ground = [base?.country, base?.governorates].find((layer) => layer?.features?.length);
  return ground ? L.geoJSON(ground).getBounds() : SYRIA;
}

function fitWhole(map, bounds) {
  map.fitBounds(bounds, { padding: [24, 24], maxZoom: SELECT_ZOOM, animate: false });
}

/** The bounds of the chosen districts, else of the chosen governorates; null where there are none on the base map. */
function unitBounds(base, chosen) {
  for (const [facet, layer] of Object.entries(UNIT_LAYERS)) {
    const names = new Set(chosen[facet]);
    const features = (base?.[layer]?.features ?? []).filter((feature) => names.has(feature.properties.name));
    if (features.length) return L.geoJSON(features).getBounds();
  }
  return null;
}

/** The number of the incident with this incident_id, or -1. */
function findIncident(data, id) {
  for (let i = 0; i < data.n; i += 1) if (data.text("incident_id", i) === id) return i;
  return -1;
}

/** The button that shows the page in the other language, with the same view and filters. */
function languageSwitch(state, map, pageLang) {
  const other = lang === "ar" ? "en" : "ar";
  const button = document.getElementById("language");
  button.append(el("bdi", { lang: other }, t("other_language")));
  button.addEventListener("click", () => {
    const pairs = new URLSearchParams(writeAddress(state, map, pageLang));
    pairs.set("lang", other);
    window.history.replaceState(null, "", `#${pairs}`);
    window.location.reload();
  });
}

/** On a phone, the button that gives the list the room of the map, and back. Returns the function that does it. */
function listSwitch() {
  const button = el("button", { type: "button", class: "link", id: "enlarge" });
  const enlarge = (list) => {
    document.body.classList.toggle("list-first", list);
    button.textContent = t(list ? "more_map" : "more_list");
  };
  button.addEventListener("click", () => enlarge(!document.body.classList.contains("list-first")));
  enlarge(false);
  document.getElementById("legend").append(button);
  return enlarge;
}

function summary(counts) {
  return ["resolved", "ambiguous", "unmatched", "outside", "not_locative"]
    .filter((status) => counts[status] > 0 || status === "resolved" || status === "unmatched")
    .flatMap((status, at) => {
      const part = el("span", {}, `${t(`status_${status}`)} ${formatNumber(counts[status])}`);
      return at ? ["\u00a0· ", part] : [part];
    });
}
