/* A long list of which only the rows near what is seen are elements of the page. */

const LIST_STEP = 12; // rows: about two screens of a desk; each takes a millisecond to make
const LIST_WHOLE = 200; // a list of so many rows is there as a whole, also for the browser's own search
const LIST_MOST = 150; // more rows than this are taken away at the other end
const PRINT_ROWS = 500; // some fifty sheets; who wants more takes the CSV

/**
 * Puts a list into `box`, which scrolls. `items` is an array or typed array, render(item) makes an element.
 * Returns show(at): the row of item number `at`, which it makes where it is not there.
 */
function windowList(box, items, render, { tag = "ol", className = "rows" } = {}) {
  const list = el(tag, { class: className });
  const earlier = el("button", { type: "button", class: "more" });
  const later = el("button", { type: "button", class: "more" });
  let [start, end] = [0, 0];
  const rows = (from, to) => {
    const made = document.createDocumentFragment();
    for (let at = from; at < to; at += 1) {
      const row = render(items[at]);
      if (tag === "ol" && items.length > LIST_WHOLE) {
        row.setAttribute("aria-setsize", String(items.length));
        row.setAttribute("aria-posinset", String(at + 1));
      }
      made.append(row);
    }
    return made;
  };
  const label = () => {
    earlier.hidden = start === 0;
    later.hidden = end >= items.length;
    earlier.textContent = t("show_earlier", { n: formatNumber(start) });
    later.textContent = t("show_more", { n: formatNumber(items.length - end) });
  };
  const fill = (from, to) => {
    [start, end] = [Math.max(0, from), Math.min(items.length, to)];
    list.replaceChildren(rows(start, end));
    label();
  };
  /** What is seen stays where it is while rows come and go above it. */
  const steady = (change) => {
    const anchor = [...list.children].find((row) => row.getBoundingClientRect().bottom > box.getBoundingClientRect().top);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) box.scrollTop += anchor.getBoundingClientRect().top - before;
    label();
  };
  const grow = () => {
    const to = Math.min(items.length, end + LIST_STEP);
    if (to === end) return;
    steady(() => {
      list.append(rows(end, to));
      end = to;
      const active = [...list.children].findIndex((row) => row.contains(document.activeElement));
      const over = active >= 0 && active < LIST_STEP ? 0 : end - start - LIST_MOST;
      for (let n = 0; n < over; n += 1) list.firstChild.remove();
      start += Math.max(0, over);
    });
  };
  const back = () => {
    const from = Math.max(0, start - LIST_STEP);
    if (from === start) return;
    steady(() => {
      list.prepend(rows(from, start));
      start = from;
      for (; end - start > LIST_MOST; end -= 1) list.lastChild.remove();
    });
  };
  earlier.addEventListener("click", back);
  later.addEventListener("click", grow);
  fill(0, items.length <= LIST_WHOLE ? LIST_WHOLE : LIST_STEP);
  box.append(earlier, list, later);
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) target === later ? grow() : back();
    },
    { root: box, rootMargin: "400px" },
  );
  near.observe(earlier);
  near.observe(later);
  return {
    show(at) {
      if (at < start || at >= end) fill(at - 5, at + LIST_STEP);
      return list.children[at - start];
    },
    /** For paper: as many rows as may be printed. */
    print: () => fill(0, PRINT_ROWS),
    end: () => near.disconnect(),
  };
}
