/* Marks, areas and links together: what is drawn, and the popup of what is chosen. */

// Pixels above a mark that the popup of one incident takes.
const POPUP_ROOM = 320;

// Pixels of a popup around its card: its edges, its tip and the mark below it.
const POPUP_FRAME = 60;

/** Draws marks, areas and links; inChosen(place) says whether a candidate lies in a chosen unit. Returns {show(), goTo(i, latlng), onSelect, onPlace}. */
function drawPlaces(map, data, found, inChosen) {
  const drawn = { onSelect: () => {}, onPlace: () => {} };
  const links = makeLinks(map, found);
  const areas = makeAreas(map, found, (place, latlng) => open(place, latlng, latestFirst(data, place.incidents)[0], null, true));
  const marks = makeMarks(map, found, (place, latlng, opener) => open(place, latlng, latestFirst(data, place.incidents)[0], opener, true));

  /** Opens the popup of a place; `i` is the incident to show first, `chosen` whether the place itself was, `tallest` in pixels. */
  const open = (place, latlng, i, opener, chosen, tallest = 420) => {
    const size = map.getSize();
    const card = placeCard(data, place, i, drawn.goTo);
    card.style.maxHeight = `${Math.max(140, Math.min(tallest, size.y - 110))}px`;
    const offset = opener || place.sign !== AREA ? [0, -6] : [0, 0];
    const width = Math.max(200, Math.min(360, size.x - 70));
    const popup = L.popup({ minWidth: Math.min(260, width), maxWidth: width, offset, autoPanPadding: [12, 12] });
    popup.setLatLng(latlng).setContent(card);
    popup.once("remove", () => {
      drawn.onPlace(null);
      areas.emphasise(null);
      if (opener?.isConnected && !document.activeElement?.closest("#panel")) opener.focus({ preventScroll: true });
    });
    popup.openOn(map);
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", t("close"));
    links.select(data, i, place);
    areas.emphasise(place);
    if (opener) card.focus({ preventScroll: true });
    // Who chose the place wants its incidents; who chose a row of the list, the list as it is
    if (chosen) drawn.onPlace(place);
    drawn.onSelect(i);
  };

  /** Draws only what passes the filter. A place with none is taken off the map. */
  drawn.show = () => {
    map.closePopup();
    areas.show();
    marks.show();
    links.show();
  };

  /** Goes to incident `i` (of an ambiguous one, to the candidate at `latlng`, else to its first) and opens it. */
  drawn.goTo = (i, latlng = null) => {
    const here = found.at(i);
    const at = (place) => latlng && Math.abs(place.lat - latlng[0]) + Math.abs(place.lon - latlng[1]) < 1e-9;
    // Of several places the one in the chosen units; else the northernmost: the popup opens upwards and hides no other.
    const northern = [...here].sort((a, b) => b.lat - a.lat);
    const place = here.find(at) ?? northern.find(inChosen) ?? northern[0];
    if (!place || !found.passes(i)) return false;
    map.closePopup();
    const bounds = areas.bounds(place);
    let room = Infinity;
    const fit = (to, padding) => map.fitBounds(to, { padding: [padding, padding], maxZoom: SELECT_ZOOM, animate: false });
    if (bounds) fit(bounds, 30);
    else if (here.length > 1 && !latlng) {
      room = Math.min(POPUP_ROOM, map.getSize().y * 0.6);
      map.fitBounds(here.map((one) => [one.lat, one.lon]), { paddingTopLeft: [40, room], paddingBottomRight: [40, 30], maxZoom: SELECT_ZOOM, animate: false });
    }
    else map.setView([place.lat, place.lon], Math.max(map.getZoom(), SELECT_ZOOM), { animate: false });
    marks.single(place);
    open(place, L.latLng(place.lat, place.lon), i, null, false, room - POPUP_FRAME);
    return true;
  };
  return drawn;
}
