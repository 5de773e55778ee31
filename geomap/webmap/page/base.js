/* The base map: ground, units, rivers, lakes, highways and labels that do not collide. */

// From which zoom a label of each rank is shown: governorates, their seats, district seats, other towns.
const LABEL_ZOOM = { 1: 0, 2: 8, 3: 9, 4: 10 };

// From this zoom a governorate fills the map, and its name would pass for that of a town.
const GOVERNORATE_LABEL_END = 10;

// Districts are too many to be read while the country fills the map.
const DISTRICT_ZOOM = 8.5;

function addBase(map, base) {
  map.createPane("base").style.zIndex = 250; // above tiles (200), below areas
  map.createPane("areas").style.zIndex = 350;
  const labels = map.createPane("labels");
  labels.style.zIndex = 450;
  labels.style.pointerEvents = "none";
  const renderer = L.svg({ pane: "base", padding: 0.5 });
  const draw = (name, style) => {
    const features = base?.[name];
    if (!features?.features?.length) return null;
    return L.geoJSON(features, {
      pane: "base",
      renderer,
      interactive: false,
      style: (feature) => ({
        renderer, pane: "base", interactive: false, className: `base-${name}`,
        dashArray: feature.properties.approximate ? "3 4" : null, ...style,
      }),
      pointToLayer: () => null,
    });
  };
  const line = { fill: false };
  const layers = {
    country: draw("country", { weight: 2 }),
    governorates: draw("governorates", { weight: 1 }),
    lakes: draw("lakes", { weight: 0.5 }),
    rivers: draw("rivers", { weight: 1.5, ...line }),
    roads: draw("roads", { weight: 1.2, ...line }),
    districts: draw("districts", { weight: 0.8, ...line }),
  };
  for (const [name, layer] of Object.entries(layers)) if (name !== "districts") layer?.addTo(map);
  const showDistricts = () => {
    const seen = map.getZoom() >= DISTRICT_ZOOM;
    if (layers.districts) seen ? layers.districts.addTo(map) : layers.districts.remove();
  };
  map.on("zoomend", showDistricts);
  showDistricts();
  addLabels(map, base?.labels ?? []);
  return layers;
}

/** Shows as many labels as fit, lowest rank first, anew at each zoom. */
function addLabels(map, labels) {
  const group = L.layerGroup().addTo(map);
  const ordered = [...labels].sort((a, b) => a.rank - b.rank);
  const pen = document.createElement("canvas").getContext("2d");
  const place = () => {
    group.clearLayers();
    const taken = [];
    for (const label of ordered) {
      const name = (lang === "ar" ? label.name_ar : label.name_en) || label.name_en || label.name_ar;
      if (!name || map.getZoom() < (LABEL_ZOOM[label.rank] ?? 10)) continue;
      if (label.rank === 1 && map.getZoom() >= GOVERNORATE_LABEL_END) continue;
      pen.font = label.rank === 1 ? "600 13px sans-serif" : "12px sans-serif";
      const width = pen.measureText(name).width + 12;
      const { x, y } = map.project([label.lat, label.lon]);
      const box = [x - width / 2, y - 10, x + width / 2, y + 10];
      const hit = taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
      if (hit) continue;
      taken.push(box);
      const html = el("span", { class: `label rank-${label.rank}` }, quoted(name));
      const icon = L.divIcon({ html, className: "label-anchor", iconSize: [0, 0] });
      L.marker([label.lat, label.lon], { pane: "labels", icon, interactive: false, keyboard: false }).addTo(group);
    }
  };
  map.on("zoomend", place);
  place();
}

/** The switch for online tiles, off until the reader turns it on: only then is anything requested. */
function tileSwitch(map, tiles, position) {
  const credit = el("span");
  if (tiles.link) credit.append(el("a", { href: tiles.link, target: "_blank", rel: "noopener noreferrer" }, tiles.credit));
  else credit.append(tiles.credit);
  const layer = L.tileLayer(tiles.url, { maxZoom: MAX_TILE_ZOOM, attribution: credit.outerHTML });
  const box = el("input", { type: "checkbox", id: "tiles" });
  box.addEventListener("change", () => {
    if (box.checked) layer.addTo(map);
    else layer.remove();
    map.getContainer().classList.toggle("with-tiles", box.checked);
  });
  const host = tiles.origin.replace(/^https?:\/\//, "");
  const control = el("label", { class: "tiles", for: "tiles" }, box, ` ${t("tiles")} `, quoted(host, { class: "quiet" }));
  addControl(map, control, position);
}

const MAX_TILE_ZOOM = 19;

/** An element of ours in a corner of the map; clicks and scrolling on it are not the map's. */
function addControl(map, element, position) {
  const control = L.control({ position });
  control.onAdd = () => {
    const holder = el("div", { class: "control", dir: document.documentElement.dir }, element);
    L.DomEvent.disableClickPropagation(holder);
    L.DomEvent.disableScrollPropagation(holder);
    return holder;
  };
  control.addTo(map);
}
