/* Incidents to places: what stands at one place of one sign is one place on the map. */

// What the mark on the map says about how well the location is known.
const POINT = "point"; // the place itself is known
const AREA = "area"; // somewhere inside a polygon, along a line, or within a wide circle
const AMBIGUOUS = "ambiguous"; // one of several places that the name may mean

const PLACED = new Set(["resolved", "ambiguous"]);
const NOT_DRAWN = new Set(["unmatched", "outside", "not_locative"]);

/**
 * All places, and for each incident the places where it is drawn (several when ambiguous, none when it
 * has no location). A place: {id, sign, lat, lon, geometry, radius, precision, name, incidents}.
 */
function findPlaces(data) {
  const byKey = new Map();
  const placesOf = [];
  const add = (i, place) => {
    const key = [place.sign, place.placeId, place.lat, place.lon, place.shape, place.radius].join("|");
    let known = byKey.get(key);
    if (!known) {
      known = { ...place, id: byKey.size, geometry: data.geometries[place.shape] ?? null, incidents: [] };
      byKey.set(key, known);
    }
    // A name may list one place twice as a candidate; the incident stands there once.
    if (known.incidents.at(-1) !== i) known.incidents.push(i);
    if (!placesOf[i].includes(known)) placesOf[i].push(known);
  };
  for (let i = 0; i < data.n; i += 1) {
    placesOf.push([]);
    const status = data.text("status", i);
    if (NOT_DRAWN.has(status)) continue;
    const candidates = status === "ambiguous" ? candidatesOf(data, i).filter(hasCoordinates) : [];
    for (const one of candidates) {
      const name = String(one.name ?? "");
      const at = { lat: one.latitude, lon: one.longitude, placeId: String(one.place_id ?? ""), name };
      add(i, { sign: AMBIGUOUS, shape: -1, radius: 0, precision: 0, ...at });
    }
    if (candidates.length === 0) addGrounded(data, i, status, add);
  }
  return { places: [...byKey.values()], placesOf };
}

/** The one place of a resolved incident (or of an ambiguous one whose candidates have no coordinates). */
function addGrounded(data, i, status, add) {
  const shape = data.geometry[i];
  const geometry = data.geometries[shape] ?? null;
  const isPoint = geometry === null || geometry.type === "Point";
  const precision = data.number("geo_precision", i) ?? 1;
  const middle = middleOf(data, i, geometry);
  if (!middle) return;
  const wide = !isPoint || precision > 1;
  const sign = status === "ambiguous" ? AMBIGUOUS : wide ? AREA : POINT;
  const radius = isPoint ? (data.number("uncertainty_m", i) ?? 0) : 0;
  const name = placeName(data, i) || data.text("toponym", i);
  const placeId = data.text("place_id", i);
  // A circle's radius tells places apart only where the circle is the sign itself.
  const at = { ...middle, placeId, name, precision, shape: isPoint ? -1 : shape };
  add(i, { sign, ...at, radius: sign === AREA ? radius : 0 });
}

/** The gazetteer's name of the place, in the page's language where it has one. */
function placeName(data, i) {
  const own = lang === "ar" ? data.text("location_ar", i) : "";
  return own || data.text("location", i) || data.text("matched_name", i);
}

function middleOf(data, i, geometry) {
  const lat = data.number("latitude", i);
  const lon = data.number("longitude", i);
  if (lat !== null && lon !== null) return { lat, lon };
  if (!geometry) return null;
  if (geometry.type === "Point") return { lat: geometry.coordinates[1], lon: geometry.coordinates[0] };
  const centre = L.geoJSON(geometry).getBounds().getCenter();
  return { lat: centre.lat, lon: centre.lng };
}

function hasCoordinates(candidate) {
  return Number.isFinite(candidate.latitude) && Number.isFinite(candidate.longitude);
}

/** How often each event type occurs among incidents: [type, count], most frequent first. */
function countTypes(data, incidents) {
  const counts = new Map();
  for (const i of incidents) {
    const type = data.text("event_type", i);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** How many incidents have each status. */
function countStatuses(data) {
  const counts = { resolved: 0, ambiguous: 0, unmatched: 0, outside: 0, not_locative: 0 };
  for (let i = 0; i < data.n; i += 1) {
    const status = data.text("status", i) || "resolved";
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
