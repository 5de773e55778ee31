/* The marks of places: near ones form a cluster, and only those in sight are elements of the page.
   Leaflet.markercluster would hold a marker for each place and build all clusters anew at every filter step. */

// Marks nearer than this many pixels form a cluster.
const CLUSTER_RADIUS = 36;

// Marks around what is seen, as a share of it, so that a short drag finds them there.
const MARK_PADDING = 0.1;

// Pixels between marks of one spot that are spread in a ring.
const SPREAD_GAP = 30;

/** Places grouped for a zoom: lists of places, the first of each its most frequent, in `x` and `y` of the whole world 0–1. */
function clusterPlaces(places, zoom, radius, alone = null) {
  const scale = 256 * 2 ** zoom;
  const cells = new Map();
  const clusters = [];
  // By all of its incidents, not by those that are shown: clusters stay where they are while filters change.
  for (const place of places) {
    const [x, y] = [place.x * scale, place.y * scale];
    const [column, row] = [Math.floor(x / radius), Math.floor(y / radius)];
    let nearest = null;
    let least = radius * radius;
    for (let c = column - 1; place !== alone && c <= column + 1; c += 1) {
      for (let r = row - 1; r <= row + 1; r += 1) {
        for (const cluster of cells.get(c * 1e8 + r) ?? []) {
          const distance = (cluster.x - x) ** 2 + (cluster.y - y) ** 2;
          if (distance < least) [nearest, least] = [cluster, distance];
        }
      }
    }
    if (nearest) {
      nearest.places.push(place);
      continue;
    }
    const cluster = { x, y, places: [place] };
    clusters.push(cluster);
    if (place === alone) continue; // what is selected stands for itself
    const cell = column * 1e8 + row;
    if (cells.has(cell)) cells.get(cell).push(cluster);
    else cells.set(cell, [cluster]);
  }
  return clusters.map((cluster) => cluster.places);
}

/** How many incidents stand at these places; one that stands at several of them counts once. */
function incidentsAt(places) {
  let n = 0;
  const times = new Map();
  for (const place of places) {
    n += place.n;
    for (const group of place.groups) times.set(group, (times.get(group) ?? 0) + 1);
  }
  for (const [group, count] of times) n -= (count - 1) * group.n;
  return n;
}

/** Draws the marks. Returns {show(), single(place)}; `open(place, latlng, element)` is called for a chosen one. */
function makeMarks(map, found, open) {
  const layer = L.layerGroup().addTo(map);
  const known = new Map(); // key -> {mark, looks}
  for (const place of found.places) {
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(place.lat, place.lon), 0);
    [place.x, place.y] = [x / 256, y / 256];
  }
  const ordered = [...found.places];
  let alone = null;
  let spread = null; // the places of one spot that a click has spread, and the zoom at which it did
  let clusters = [];
  let clustered = null; // the zoom of `clusters`

  const marks = {
    /** Groups anew what the filter lets through, and draws it. */
    show() {
      clustered = null;
      marks.draw();
    },
    /** The place that stands for itself, in no cluster: that of the open popup. */
    single(place) {
      if (alone === place) return;
      alone = place;
      marks.show();
    },
    draw() {
      const zoom = map.getZoom();
      if (spread && spread.zoom !== zoom) spread = null;
      if (clustered !== zoom) {
        const shown = ordered.filter((place) => place.n > 0);
        clusters = clusterPlaces(shown, zoom, CLUSTER_RADIUS, alone);
        clustered = zoom;
      }
      const view = map.getBounds().pad(MARK_PADDING);
      const wanted = new Set();
      const legs = [];
      const put = (key, latlng, looks, make) => {
        wanted.add(key);
        const before = known.get(key);
        if (before?.looks === looks && before.mark.getLatLng().equals(latlng)) return;
        // An element that has the focus is changed, not replaced
        if (before) redraw(before.mark, latlng, make.icon());
        const mark = before?.mark ?? L.marker(latlng, { icon: make.icon(), riseOnHover: true });
        mark.chosen = make.chosen;
        known.set(key, { mark, looks });
        if (!before) {
          const chosen = () => mark.chosen(mark);
          mark.on("click", chosen);
          mark.on("keypress", (event) => event.originalEvent.key === "Enter" && chosen());
          layer.addLayer(mark);
        }
        mark.getElement()?.setAttribute("aria-label", make.label());
      };
      const putPlace = (place, latlng) =>
        put(`p${place.id}`, latlng, place.kinds.join(" "), {
          icon: () => markIcon(place),
          label: () => `${quotedPlain(place.name)}: ${t(`sign_${place.sign}`)}, ${tCount("incidents", place.n)}`,
          chosen: (mark) => open(place, mark.getLatLng(), mark.getElement()),
        });
      for (const places of clusters) {
        const at = L.latLng(places[0].lat, places[0].lon);
        if (!view.contains(at)) continue;
        if (places.length === 1) {
          putPlace(places[0], at);
        } else if (spread && places.includes(spread.first)) {
          for (const [place, latlng] of ring(map, places)) {
            putPlace(place, latlng);
            legs.push([[place.lat, place.lon], latlng]);
          }
        } else {
          const n = incidentsAt(places);
          const unsure = places.every((place) => place.sign === AMBIGUOUS);
          put(`c${places[0].id}`, at, `${n} ${places.length} ${zoom} ${unsure}`, {
            icon: () => clusterIcon(n, unsure),
            label: () => t("cluster_label", { incidents: tCount("incidents", n), n: formatNumber(places.length) }),
            chosen: () => part(places),
          });
        }
      }
      for (const [key, { mark }] of known) {
        if (wanted.has(key)) continue;
        layer.removeLayer(mark);
        known.delete(key);
      }
      drawLegs(legs);
    },
  };

  const legLayer = L.layerGroup().addTo(map);
  const drawLegs = (legs) => {
    legLayer.clearLayers();
    for (const leg of legs) L.polyline(leg, { weight: 1.5, color: "#3c4650", opacity: 0.7, interactive: false }).addTo(legLayer);
  };

  /** Goes nearer until the places part; those that share one spot are spread in a ring. */
  const part = (places) => {
    const bounds = L.latLngBounds(places.map((place) => [place.lat, place.lon]));
    const zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(60, 60)), map.getMaxZoom());
    const farthest = zoom > map.getZoom() ? clusterPlaces(places, zoom, CLUSTER_RADIUS).length : 1;
    if (farthest > 1) {
      map.setView(bounds.getCenter(), zoom);
      return;
    }
    spread = { first: places[0], zoom: map.getZoom() };
    marks.draw();
  };

  map.on("moveend", () => marks.draw());
  return marks;
}

/** Gives a mark another place or look. Leaflet's setIcon would also take it from the map and put it back. */
function redraw(mark, latlng, icon) {
  if (!mark.getLatLng().equals(latlng)) mark.setLatLng(latlng);
  mark.options.icon = icon;
  const element = mark.getElement();
  if (!element) return;
  element.replaceChildren(icon.options.html);
  const [width, height] = icon.options.iconSize;
  Object.assign(element.style, { width: `${width}px`, height: `${height}px`, marginLeft: `${-width / 2}px`, marginTop: `${-height / 2}px` });
}

/** Where the marks of one spot stand when they are spread: [place, latlng]. */
function ring(map, places) {
  const centre = map.latLngToLayerPoint([places[0].lat, places[0].lon]);
  const radius = Math.max(SPREAD_GAP, (SPREAD_GAP * places.length) / (2 * Math.PI));
  return places.map((place, at) => {
    const angle = (2 * Math.PI * at) / places.length - Math.PI / 2;
    const point = centre.add([radius * Math.cos(angle), radius * Math.sin(angle)]);
    return [place, map.layerPointToLatLng(point)];
  });
}
