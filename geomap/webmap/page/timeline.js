/* The time strip: incidents a week (or of several weeks), two handles for the range, months and days to choose, and a
   button that plays it. */

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
  let counts = [];
  // The words for a bar are made when a pointer asks for them, not at every step.
  bars.addEventListener("pointerover", ({ target }) => {
    const at = [...bars.children].indexOf(target);
    if (at >= 0) target.title = `${formatDate(isoOf(first + at * width))}: ${tCount("incidents", counts[at] ?? 0)}`;
  });
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
  // A bar is a week or more, a drag about a day a pixel: who wants a month or a day says so.
  const months = monthChoice(filter, range);
  const day = (id, label) => el("input", { type: "date", id, min: isoOf(first), max: isoOf(last), "aria-label": label });
  const [dayFrom, dayTo] = [day("day-from", t("time_from")), day("day-to", t("time_to"))];
  const typed = () => {
    const [a, b] = [dayOf(dayFrom.value), dayOf(dayTo.value)];
    if (a !== NO_DAY && b !== NO_DAY && a <= b) range(a, b);
  };
  for (const one of [dayFrom, dayTo]) one.addEventListener("change", typed);
  bars.addEventListener("click", (event) => {
    const at = [...bars.children].indexOf(event.target);
    if (at >= 0) range(first + at * width, Math.min(last, first + (at + 1) * width - 1));
  });
  const undated = filter.undated ? el("span", {}, t("undated", { n: formatNumber(filter.undated) })) : "";
  const exact = el("div", { class: "exact" }, months.element, el("span", { class: "days" }, dayFrom, " – ", dayTo), words, undated);
  box.append(play, el("div", {}, bars, el("div", { class: "range" }, from, to)), exact);
  return {
    update() {
      const [a, b] = state.from === null ? [first, last] : [state.from, state.to];
      const sums = Array.from(bars.children, (_, at) => filter.perDay.subarray(at * width, (at + 1) * width).reduce((x, y) => x + y, 0));
      const most = Math.max(1, ...sums);
      counts = sums;
      Array.from(bars.children).forEach((bar, at) => {
        bar.style.height = `${(100 * sums[at]) / most}%`;
        bar.classList.toggle("in", first + (at + 1) * width - 1 >= a && first + at * width <= b);
      });
      months.update(a, b);
      [dayFrom.value, dayTo.value] = [isoOf(a), isoOf(b)];
      from.value = String(a);
      to.value = String(b);
      for (const one of [from, to]) one.setAttribute("aria-valuetext", formatDate(isoOf(Number(one.value))));
      words.textContent = `${t("time_range", { from: formatDate(isoOf(a)), to: formatDate(isoOf(b)) })} · ${tCount("bar_weeks", weeks)}`;
    },
  };
}

const MAX_MONTHS = 240; // a list of more than twenty years would not be read

/** A list of the months that have incidents, with how many each has beside the time filter. */
function monthChoice(filter, range) {
  const { first, last } = filter;
  const months = [];
  for (let day = first; day <= last && months.length <= MAX_MONTHS; ) {
    const [year, month] = isoOf(day).split("-").map(Number);
    const end = Math.min(last, Math.round(Date.UTC(year, month, 1) / DAY_MS) - 1);
    months.push({ from: day, to: end });
    day = end + 1;
  }
  const element = el("select", { id: "month", "aria-label": t("month") });
  if (months.length < 2 || months.length > MAX_MONTHS) return { element: "", update: () => {} };
  element.append(el("option", { value: "" }, t("all_time")));
  const options = months.map((month, at) => {
    const option = el("option", { value: String(at) });
    const words = formatMonth(...isoOf(month.from).split("-"));
    element.append(option);
    return { option, words, ...month };
  });
  element.addEventListener("change", () => {
    const month = months[Number(element.value)];
    if (element.value === "") range(first, last);
    else range(month.from, month.to);
  });
  const count = () => {
    for (const { option, words, from, to } of options) {
      let n = 0;
      for (let day = from; day <= to; day += 1) n += filter.perDay[day - first];
      option.textContent = `${words} (${formatNumber(n)})`;
      option.hidden = n === 0;
    }
  };
  return {
    element,
    update(a, b) {
      count();
      element.value = String(months.findIndex(({ from, to }) => from === a && to === b && !(a === first && b === last)));
      if (element.selectedIndex < 0) element.value = "";
    },
  };
}
