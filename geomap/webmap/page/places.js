/* Incidents to places: what stands at one place of one sign is one place on the map. */

// What the mark on the map says about how well the location is known.
const POINT = "point"; // the place itself is known
const AREA = "area"; // somewhere inside a polygon, along a line, or within a wide circle
const AMBIGUOUS = "ambiguous"; // one of several places that the name may mean

const NOT_DRAWN = new Set(["unmatched", "outside", "not_locative"]);

/**
 * All places, and at(i), the places where an incident is drawn (several when ambiguous, none when it has no
 * location). Incidents share rows of the table of places, so each row is placed once, however many stand on it.
 *
 * A place: {id, sign, lat, lon, geometry, radius, precision, rows, name}; `incidents` are those of its incidents that
 * pass the filter. `groups` are the lists of places that one name may mean.
 */
function findPlaces(data) {
  const table = data.tables.place;
  const index = indexRows(table);
  const byKey = new Map();
  const groups = new Map();
  const found = { places: [], groups: [], ofRow: new Array(table.n), passes: () => true, version: 0 };
  for (let row = 0; row < table.n; row += 1) {
    const here = new Set(placesOfRow(data, table, row).map((place) => {
      const key = [place.sign, place.placeId, place.lat, place.lon, place.shape, place.radius].join("|");
      if (!byKey.has(key)) {
        byKey.set(key, new MapPlace(data, found, index, place));
        found.places.push(byKey.get(key));
      }
      return byKey.get(key);
    }));
    found.ofRow[row] = [...here];
    for (const place of here) place.rows.push(row);
    if (here.size < 2) continue;
    const key = found.ofRow[row].map((place) => place.id).join(",");
    if (!groups.has(key)) groups.set(key, { places: found.ofRow[row], rows: [], n: 0 });
    groups.get(key).rows.push(row);
  }
  for (const group of groups.values()) for (const place of group.places) place.groups.push(group);
  found.groups = [...groups.values()];
  found.at = (i) => found.ofRow[table.rows[i]];
  return found;
}

class MapPlace {
  #data;
  #found;
  #index;
  #shown = { version: -1, incidents: [] };

  constructor(data, found, index, place) {
    [this.#data, this.#found, this.#index] = [data, found, index];
    Object.assign(this, place, { id: found.places.length, geometry: data.geometries[place.shape] ?? null, rows: [], groups: [], n: 0, kinds: new Uint32Array(KINDS) });
  }

  get incidents() {
    if (this.#shown.version !== this.#found.version) {
      const incidents = this.rows.flatMap((row) => Array.from(this.#index.of(row).filter(this.#found.passes)));
      if (this.rows.length > 1) incidents.sort((a, b) => a - b);
      this.#shown = { version: this.#found.version, incidents };
    }
    return this.#shown.incidents;
  }

  get name() {
    const first = this.#index.of(this.rows[0])[0];
    return this.candidate || placeName(this.#data, first) || this.#data.text("toponym", first);
  }
}

/** Incidents as the list has them: the latest first, undated ones last. */
function latestFirst(data, incidents) {
  const dates = new Map(incidents.map((i) => [i, data.text("event_date", i)]));
  return [...incidents].sort((a, b) => (dates.get(a) < dates.get(b)) - (dates.get(a) > dates.get(b)));
}

/** of(row): the incidents of a row of the table, in their order. */
function indexRows({ n, rows }) {
  const ends = new Uint32Array(n + 1);
  for (let i = 0; i < rows.length; i += 1) ends[rows[i] + 1] += 1;
  for (let row = 0; row < n; row += 1) ends[row + 1] += ends[row];
  const next = ends.slice(0, n);
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) sorted[next[rows[i]]++] = i;
  return { of: (row) => sorted.subarray(ends[row], ends[row + 1]) };
}

function placesOfRow(data, table, row) {
  const cell = (name) => table.columns[name]?.value(row) ?? null;
  const status = cell("status") ?? "";
  if (NOT_DRAWN.has(status)) return [];
  const candidates = status === "ambiguous" ? readCandidates(cell("candidates")).filter(hasCoordinates) : [];
  if (candidates.length === 0) return grounded(data, cell, status);
  return candidates.map((one) => ({
    sign: AMBIGUOUS, shape: -1, radius: 0, precision: 0, lat: one.latitude, lon: one.longitude,
    placeId: String(one.place_id ?? ""), candidate: candidateName(one), units: { governorate: one.admin1, district: one.admin2 },
  }));
}

/** The one place of a resolved incident (or of an ambiguous one whose candidates have no coordinates). */
function grounded(data, cell, status) {
  const shape = cell("geometry") ?? -1;
  const geometry = data.geometries[shape] ?? null;
  const isPoint = geometry === null || geometry.type === "Point";
  const precision = cell("geo_precision") ?? 1;
  const middle = middleOf(cell, geometry);
  if (!middle) return [];
  const wide = !isPoint || precision > 1;
  const sign = status === "ambiguous" ? AMBIGUOUS : wide ? AREA : POINT;
  const radius = isPoint ? (cell("uncertainty_m") ?? 0) : 0;
  const at = { ...middle, placeId: cell("place_id") ?? "", precision, shape: isPoint ? -1 : shape };
  // A circle's radius tells places apart only where the circle is the sign itself.
  return [{ sign, ...at, radius: sign === AREA ? radius : 0 }];
}

/** The gazetteer's name of an incident's place, in the page's language where it has one. */
function placeName(data, i) {
  const own = lang === "ar" ? data.text("location_ar", i) : "";
  return own || data.text("location", i) || data.text("matched_name", i);
}

function middleOf(cell, geometry) {
  const [lat, lon] = [cell("latitude"), cell("longitude")];
  if (lat !== null && lon !== null) return { lat, lon };
  if (!geometry) return null;
  if (geometry.type === "Point") return { lat: geometry.coordinates[1], lon: geometry.coordinates[0] };
  const centre = L.geoJSON(geometry).getBounds().getCenter();
  return { lat: centre.lat, lon: centre.lng };
}

function hasCoordinates(candidate) {
  return Number.isFinite(candidate.latitude) && Number.isFinite(candidate.longitude);
}

/** Counts what passes the filter at each place, by kind of event, and of each group of places. */
function tallyPlaces(found, filter) {
  found.version += 1;
  found.passes = filter.passes;
  for (const place of found.places) {
    place.kinds.fill(0);
    place.n = 0;
  }
  for (const group of found.groups) group.n = 0;
  const { perRow } = filter;
  for (let row = 0, at = 0; row < found.ofRow.length; row += 1, at += KINDS) {
    for (const place of found.ofRow[row]) {
      for (let kind = 0; kind < KINDS; kind += 1) {
        place.kinds[kind] += perRow[at + kind];
        place.n += perRow[at + kind];
      }
    }
  }
  for (const group of found.groups) {
    for (const row of group.rows) for (let kind = 0; kind < KINDS; kind += 1) group.n += perRow[row * KINDS + kind];
  }
}

/** How many incidents have each status. */
function countStatuses(data) {
  const counts = { resolved: 0, ambiguous: 0, unmatched: 0, outside: 0, not_locative: 0 };
  const { words, codes } = coded(data, "status");
  const perWord = new Uint32Array(words.length);
  for (let i = 0; i < codes.length; i += 1) perWord[codes[i]] += 1;
  words.forEach((word, code) => {
    const status = word || "resolved";
    if (perWord[code]) counts[status] = (counts[status] ?? 0) + perWord[code];
  });
  return counts;
}
