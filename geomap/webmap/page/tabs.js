/* Tabs, operated by mouse and keys. */

/** Tabs by the ARIA pattern: arrow keys move, one tab in the tab order. Returns open(name, withFocus) and count(numbers). */
function buildTabs(tabs) {
  const bar = document.getElementById("tabs");
  bar.setAttribute("aria-label", t("lists"));
  const made = { onOpen: () => {} };
  const open = (name, withFocus) => {
    made.onOpen(name);
    for (const other of tabs) {
      const tab = document.getElementById(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      document.getElementById(`page-${other}`).hidden = other !== name;
      if (other === name && withFocus) tab.focus();
    }
  };
  tabs.forEach((name, at) => {
    const attributes = { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `page-${name}` };
    const tab = el("button", attributes, t(`tab_${name}`), " ", el("span", { class: "count" }));
    tab.addEventListener("click", () => open(name, false));
    tab.addEventListener("keydown", (event) => {
      const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
      const step = event.key === forward ? 1 : event.key === back ? -1 : 0;
      if (step) open(tabs[(at + step + tabs.length) % tabs.length], true);
    });
    bar.append(tab);
  });
  open("placed", false);
  made.open = open;
  made.count = (numbers) => {
    for (const [name, n] of Object.entries(numbers)) document.querySelector(`#tab-${name} .count`).textContent = formatNumber(n);
  };
  return made;
}
