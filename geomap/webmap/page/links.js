/* Lines between the places that one name may mean, and how far the true place may lie from a point. */

// Lines of more names than this would hide the map; then only those of what is selected are drawn.
const MAX_LINKED = 25;

const LINK = { color: "#1f2933", weight: 1.2, dashArray: "2 5", opacity: 0.55, interactive: false, className: "link" };
const CHOSEN_LINK = { ...LINK, weight: 2, dashArray: "5 4", opacity: 1, className: "link chosen" };

/** Returns {show(), select(data, i, place)}: what is selected stays linked until something else is, or the filter changes. */
function makeLinks(map, found) {
  const all = L.layerGroup().addTo(map);
  const chosen = L.layerGroup().addTo(map);
  return {
    show() {
      all.clearLayers();
      chosen.clearLayers();
      const shown = found.groups.filter((group) => group.n > 0);
      if (shown.length <= MAX_LINKED) for (const group of shown) star(group.places, group.places[0], LINK).addTo(all);
    },
    clear: () => chosen.clearLayers(),
    select(data, i, place) {
      chosen.clearLayers();
      const siblings = found.at(i);
      const metres = data.number("uncertainty_m", i);
      if (place.sign === AMBIGUOUS && siblings.length > 1) {
        star(siblings, place, CHOSEN_LINK).addTo(chosen);
        for (const one of candidatesOf(data, i)) {
          if (isArea(one.geometry)) L.geoJSON(one.geometry, { style: { ...CHOSEN_LINK, weight: 1.5, fillOpacity: 0.06 }, interactive: false }).addTo(chosen);
        }
      } else if (place.sign === POINT && metres > 0) {
        L.circle([place.lat, place.lon], { ...CHOSEN_LINK, weight: 1.5, dashArray: "4 4", className: "", radius: metres, fill: false }).addTo(chosen);
      }
    },
  };
}

/** Lines from one place to each of the others. */
function star(places, centre, style) {
  const lines = places.filter((place) => place !== centre).map((place) => [[centre.lat, centre.lon], [place.lat, place.lon]]);
  return L.polyline(lines, style);
}

function isArea(geometry) {
  return ["Polygon", "MultiPolygon"].includes(geometry?.type) && Array.isArray(geometry.coordinates);
}
