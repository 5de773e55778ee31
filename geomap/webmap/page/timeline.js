/* The time strip: incidents a week (or of several weeks), two handles for the range, and a button that plays it. */

const MAX_BARS = 120; // narrower bars could not be told apart on a phone
const PLAY_STEPS = 40; // a run through all of the time takes about a quarter of a minute
const PLAY_MS = 400;

/** Builds the strip where at least two days are known. Returns {update()}. */
function buildTimeline(filter, state, apply) {
  const { first, last } = filter;
  if (!(last > first)) return { update: () => {} };
  const box = document.getElementById("time");
  box.hidden = false;
  box.setAttribute("aria-label", t("time"));
  const days = last - first + 1;
  const weeks = Math.max(1, Math.ceil(days / 7 / MAX_BARS)); // of one bar
  const width = 7 * weeks;
  const bars = el("div", { class: "bars", "aria-hidden": "true" });
  for (let at = 0; at < days; at += width) bars.append(el("span"));
  const handle = (id, words) => el("input", { type: "range", id, min: String(first), max: String(last), step: "1", "aria-label": words });
  const [from, to] = [handle("time-from", t("time_from")), handle("time-to", t("time_to"))];
  const words = el("output", { id: "time-words" });
  const play = el("button", { type: "button", class: "play", "aria-label": t("play") }, "▶");
  const range = (a, b) => {
    const whole = a <= first && b >= last;
    [state.from, state.to] = whole ? [null, null] : [a, b];
    apply();
  };
  // A handle pushes the other one before it.
  from.addEventListener("input", () => range(Number(from.value), Math.max(Number(from.value), Number(to.value))));
  to.addEventListener("input", () => range(Math.min(Number(from.value), Number(to.value)), Number(to.value)));
  let timer = 0;
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
    play.setAttribute("aria-label", t("play"));
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    const span = state.from === null ? Math.ceil(days / 10) - 1 : state.to - state.from;
    const step = Math.max(1, Math.ceil(days / PLAY_STEPS));
    let start = state.from === null || state.to >= last ? first : state.from;
    play.textContent = "❚❚";
    play.setAttribute("aria-label", t("pause"));
    range(start, Math.min(last, start + span));
    timer = window.setInterval(() => {
      if (start + span >= last) return stop();
      start += step;
      range(start, Math.min(last, start + span));
    }, PLAY_MS);
  });
  box.append(play, el("div", {}, bars, el("div", { class: "range" }, from, to)), words);
  return {
    update() {
      const [a, b] = state.from === null ? [first, last] : [state.from, state.to];
      const sums = Array.from(bars.children, (_, at) => filter.perDay.subarray(at * width, (at + 1) * width).reduce((x, y) => x + y, 0));
      const most = Math.max(1, ...sums);
      Array.from(bars.children).forEach((bar, at) => {
        bar.title = `${formatDate(isoOf(first + at * width))}: ${tCount("incidents", sums[at])}`;
        bar.style.height = `${(100 * sums[at]) / most}%`;
        bar.classList.toggle("in", first + (at + 1) * width - 1 >= a && first + at * width <= b);
      });
      from.value = String(a);
      to.value = String(b);
      for (const one of [from, to]) one.setAttribute("aria-valuetext", formatDate(isoOf(Number(one.value))));
      const undated = filter.undated ? ` · ${t("undated", { n: formatNumber(filter.undated) })}` : "";
      words.textContent = t("time_range", { from: formatDate(isoOf(a)), to: formatDate(isoOf(b)) }) + undated + ` · ${tCount("bar_weeks", weeks)}`;
    },
  };
}
