/*
 * Puts the page together. For tests and for anyone at the console:
 *
 *   window.geomap.map          the Leaflet map
 *   window.geomap.data         the decoded data: n, value(column, i), geometries …
 *   window.geomap.places       what is drawn: {id, sign: "point"|"area"|"ambiguous", lat, lon, name, incidents}
 *   window.geomap.counts       incidents by status
 *   window.geomap.filter       counts by choice; window.geomap.state and apply() change what is shown
 *   window.geomap.select(id)   goes to the incident with this incident_id and opens it; false if it has no place
 *
 * `document.documentElement.dataset.geomap` is "ready" once all is drawn, "failed" where that was impossible.
 * Rows of the lists and cards of the popups carry data-incident-id and data-status.
 */

// Shown when there is nothing to fit the view to: Syria (south-west, north-east).
const SYRIA = [[32.3, 35.6], [37.4, 42.4]];

// Close enough to tell a town's neighbours apart, far enough to see which town it is.
const SELECT_ZOOM = 11;

// Marks nearer than this many pixels form a cluster.
const CLUSTER_RADIUS = 36;

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
  const rtl = document.documentElement.dir === "rtl";
  const [near, far] = rtl ? ["right", "left"] : ["left", "right"];
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  document.getElementById("title").textContent = data.title || t("default_title");
  if (!data.title) document.title = t("default_title");

  const container = map.getContainer();
  container.dir = "ltr"; // Leaflet positions from the left; texts inside say their own direction
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", t("map"));
  L.control.zoom({ position: `top${near}`, zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(map);
  // Leaflet's own key listens only while the map itself has the focus, not a mark or a popup in it.
  container.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  map.on("popupopen popupclose", ({ type }) => container.classList.toggle("popup-open", type === "popupopen"));
  map.attributionControl.setPosition(`bottom${far}`).setPrefix("Leaflet");
  L.control.scale({ position: `bottom${near}`, imperial: false }).addTo(map);
  const base = addBase(map, data.base);
  if (data.tiles) tileSwitch(map, data.tiles, `top${far}`);

  const { places, placesOf } = findPlaces(data);
  const layers = drawPlaces(map, data, places, placesOf);
  const legendBox = document.getElementById("legend");
  fillLegend(legendBox, data, places);
  const idToNumber = new Map(Array.from({ length: data.n }, (_, i) => [data.text("incident_id", i), i]));
  const counts = countStatuses(data);
  document.getElementById("summary").append(...summary(counts));
  const panel = buildPanel(data, placesOf, (i) => layers.goTo(i));
  const { state } = address;
  const filter = makeFilter(data, makeSearch(data));
  let writing = 0;
  const remember = () => {
    window.clearTimeout(writing);
    // Browsers refuse an address that is rewritten at every step of a drag.
    writing = window.setTimeout(() => window.history.replaceState(null, "", `#${writeAddress(state, map, pageLang)}`), 200);
  };
  const controls = [];
  const apply = () => {
    for (const name of FACETS) filter.choose(name, state.chosen[name]);
    filter.between(state.from, state.to);
    filter.atLeast(state.killed);
    filter.text(state.text);
    filter.count();
    layers.show(filter.passes);
    panel.show(filter.passes);
    for (const control of controls) control.update();
    remember();
  };
  controls.push(buildChoices(data, filter, state, apply), buildTimeline(filter, state, apply));
  languageSwitch(state, map, pageLang);
  layers.onSelect = (i) => {
    panel.highlight(i);
    state.incident = data.text("incident_id", i);
    remember();
  };
  layers.onPlace = (place) => panel.only(place, () => map.closePopup());
  panel.onTab = (name) => {
    state.tab = name;
    remember();
  };

  const drawn = layers.bounds.isValid() ? layers.bounds : base.country?.getBounds() ?? base.governorates?.getBounds();
  map.invalidateSize({ animate: false }); // the legend has taken its room by now
  map.fitBounds(drawn ?? SYRIA, { padding: [24, 24], maxZoom: SELECT_ZOOM, animate: false });
  const openFirst = { tab: state.tab, incident: state.incident, view: address.view };
  layers.marks.addTo(map); // after the view is set, or the clusters would visibly form anew
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);

  const select = (id) => idToNumber.has(String(id)) && layers.goTo(idToNumber.get(String(id)));
  const { view, tab, incident } = openFirst;
  if (view) map.setView([view[1], view[2]], view[0], { animate: false });
  apply();
  if (tab !== "placed") panel.open(tab);
  if (incident && idToNumber.has(incident) && filter.passes(idToNumber.get(incident))) {
    layers.goTo(idToNumber.get(incident));
    if (view) map.setView([view[1], view[2]], view[0], { animate: false });
  }
  map.on("moveend", remember);
  window.geomap = { map, data, places, counts, select, filter, state, apply, fold };
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

function summary(counts) {
  return ["resolved", "ambiguous", "unmatched", "outside", "not_locative"]
    .filter((status) => counts[status] > 0 || status === "resolved" || status === "unmatched")
    .flatMap((status, at) => {
      const part = el("span", {}, `${t(`status_${status}`)} ${formatNumber(counts[status])}`);
      return at ? [" · ", part] : [part];
    });
}

/** Draws areas and makes the layer of marks. Returns {bounds, marks, goTo(i, latlng), onSelect}. */
function drawPlaces(map, data, places, placesOf) {
  const focus = L.layerGroup().addTo(map); // what belongs to the open popup only
  const cluster = L.markerClusterGroup({
    iconCreateFunction: clusterIcon,
    maxClusterRadius: CLUSTER_RADIUS,
    showCoverageOnHover: false,
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    spiderLegPolylineOptions: { weight: 1.5, color: "#3c4650", opacity: 0.7 },
  });
  const drawn = { bounds: L.latLngBounds([]), marks: cluster, onSelect: () => {}, onPlace: () => {} };
  const layerOf = new Map();

  /** Opens the popup of a place; `i` is the incident to show first. */
  const open = (place, latlng, i = place.incidents[0], opener = null, chosen = opener !== null) => {
    const size = map.getSize();
    const card = placeCard(data, place, i, drawn.goTo);
    card.style.maxHeight = `${Math.max(140, Math.min(420, size.y - 110))}px`;
    const offset = place.sign === AREA && latlng !== layerOf.get(place).mark.getLatLng() ? [0, 0] : [0, -6];
    const width = Math.max(200, Math.min(360, size.x - 70));
    const popup = L.popup({ minWidth: Math.min(260, width), maxWidth: width, offset, autoPanPadding: [12, 12] });
    popup.setLatLng(latlng).setContent(card);
    popup.once("remove", () => {
      drawn.onPlace(null);
      focus.clearLayers();
      layerOf.get(place).area?.setStyle({ weight: layerOf.get(place).weight });
      if (opener?.isConnected && !document.activeElement?.closest("#panel")) opener.focus({ preventScroll: true });
    });
    popup.openOn(map);
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", t("close"));
    showExtent(focus, place, placesOf[i], data.number("uncertainty_m", i));
    layerOf.get(place).area?.setStyle({ weight: layerOf.get(place).weight + 2 });
    if (opener) card.focus({ preventScroll: true });
    // Who chose the place wants its incidents; who chose a row of the list, the list as it is
    if (chosen) drawn.onPlace(place);
    drawn.onSelect(i);
  };

  // Wide areas first, so that narrow ones lie above them and can be clicked.
  const renderer = L.svg({ pane: "areas", padding: 0.5 });
  addPatterns(places.filter((place) => place.sign === AREA).flatMap((place) => countTypes(data, place.incidents)[0][0]));
  const areas = places.filter((place) => place.sign === AREA).map((place) => [place, areaLayer(data, place, renderer)]);
  const extent = (layer) => {
    const bounds = layer.getBounds();
    return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
  };
  const areaOf = new Map();
  for (const [place, layer] of areas.filter(([, one]) => one)) {
    layer.addTo(map); // a circle knows its bounds on a map only
    areaOf.set(place, layer);
    drawn.bounds.extend(layer.getBounds());
    layer.on("click", (event) => open(place, event.latlng, place.incidents[0], null, true));
  }
  [...areaOf].sort((a, b) => extent(b[1]) - extent(a[1])).forEach(([, layer]) => layer.bringToFront());

  const marks = places.map((place) => {
    const mark = L.marker([place.lat, place.lon], { icon: markIcon(data, place) });
    mark.place = place;
    const weight = place.geometry?.type.includes("Line") ? 6 : 2;
    layerOf.set(place, { mark, area: areaOf.get(place), weight });
    drawn.bounds.extend(mark.getLatLng());
    const label = `${quotedPlain(place.name)}: ${t(`sign_${place.sign}`)}, ${tCount("incidents", place.incidents.length)}`;
    mark.on("add", () => mark.getElement()?.setAttribute("aria-label", label));
    mark.on("click", () => open(place, mark.getLatLng(), place.incidents[0], mark.getElement()));
    mark.on("keypress", (event) => {
      if (event.originalEvent.key === "Enter") open(place, mark.getLatLng(), place.incidents[0], mark.getElement());
    });
    return mark;
  });
  for (const place of places) place.all = place.incidents;
  cluster.addLayers(marks);

  /** Draws only what passes: `passes(i)` for each incident. A place with none is taken off the map. */
  drawn.show = (passes) => {
    const shown = [];
    for (const mark of marks) {
      const { place } = mark;
      const before = place.incidents.length;
      place.incidents = place.all.filter(passes);
      const { area } = layerOf.get(place);
      if (area && place.incidents.length === 0) area.remove();
      else if (area && !map.hasLayer(area)) area.addTo(map);
      if (place.incidents.length === 0) continue;
      if (before !== place.incidents.length || place.filtered) mark.options.icon = markIcon(data, place);
      place.filtered = place.incidents.length !== place.all.length;
      shown.push(mark);
    }
    const known = drawn.shown ?? marks;
    const same = known.length === shown.length && known.every((mark, at) => mark === shown[at] && mark.counted === mark.place.incidents.length);
    for (const mark of shown) mark.counted = mark.place.incidents.length;
    drawn.shown = shown;
    if (same) return;
    map.closePopup();
    cluster.clearLayers();
    cluster.addLayers(shown);
  };
  for (const mark of marks) mark.counted = mark.place.incidents.length;
  cluster.on("clusterkeypress", (event) => {
    if (event.originalEvent.key === "Enter") event.layer.zoomToBounds({ padding: [20, 20] });
  });

  /** Goes to incident `i` (of an ambiguous one, to the candidate at `latlng`, else to its first) and opens it. */
  drawn.goTo = (i, latlng = null) => {
    const at = (place) => latlng && Math.abs(place.lat - latlng[0]) + Math.abs(place.lon - latlng[1]) < 1e-9;
    const place = placesOf[i].find(at) ?? placesOf[i][0];
    if (!place || !place.incidents.includes(i)) return false;
    const { mark, area } = layerOf.get(place);
    map.closePopup();
    if (area) {
      map.fitBounds(area.getBounds(), { padding: [30, 30], maxZoom: SELECT_ZOOM, animate: false });
      open(place, mark.getLatLng(), i);
    } else if (place.sign === AMBIGUOUS && !latlng) {
      map.fitBounds(placesOf[i].map((one) => [one.lat, one.lon]), { padding: [40, 40], maxZoom: SELECT_ZOOM, animate: false });
      cluster.zoomToShowLayer(mark, () => open(place, mark.getLatLng(), i));
    } else {
      map.setView(mark.getLatLng(), Math.max(map.getZoom(), SELECT_ZOOM), { animate: false });
      cluster.zoomToShowLayer(mark, () => open(place, mark.getLatLng(), i));
    }
    return true;
  };
  return drawn;
}

/** While a popup is open: how far the true place may lie from a point, and lines to an ambiguous name's candidates. */
function showExtent(focus, place, siblings, uncertaintyM) {
  focus.clearLayers();
  const style = { color: "#1f2933", weight: 1.5, dashArray: "4 4", interactive: false };
  if (place.sign === AMBIGUOUS) {
    for (const other of siblings.filter((one) => one !== place)) {
      L.polyline([[place.lat, place.lon], [other.lat, other.lon]], style).addTo(focus);
    }
  } else if (place.sign === POINT && uncertaintyM > 0) {
    L.circle([place.lat, place.lon], { ...style, radius: uncertaintyM, fill: false }).addTo(focus);
  }
}
