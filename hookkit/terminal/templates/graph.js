
(() => {
  "use strict";
  const STEP = 200, ID = 13;
  const root = document.documentElement;
  const byId = (name) => document.getElementById(name);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const line = document.querySelector(".line"), more = document.querySelector(".more");
  const find = byId("find"), found = document.querySelector(".found"), none = document.querySelector(".none");
  const keys = byId("keys"), toast = document.querySelector(".toast"), foldAll = byId("fold");
  const { texts, rest } = JSON.parse(byId("island").textContent);
  const rows = [...[...line.children].map((each) => each.outerHTML), ...rest];
  const every = rows.map((_, at) => at);
  let wanted = every, words = [], shown = line.children.length, current = null, timer = 0, isOpen = false;
  root.classList.add("js");

  function say(text) {
    clearTimeout(timer);
    toast.textContent = text;
    timer = setTimeout(() => { toast.textContent = ""; }, 2500);
  }

  const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

  function tellAges(from) {
    const now = Date.now() / 1000;
    for (const each of all("time", from)) {
      const past = now - Number(each.dataset.at);
      const [unit, size] = units.find(([, size]) => past >= size) || ["minute", 60];
      each.title = each.dateTime;
      each.textContent = past < 60 ? "now" : ago.format(-Math.floor(past / size), unit);
    }
  }

  // An id is found by how it begins: any number is somewhere in some of them.
  const has = (text) => words.every((word) => text.startsWith(word) || text.includes(word, ID));

  // What was found inside of a merge is unfolded, without the rest.
  function mark(item, at) {
    const details = item.querySelector("details");
    if (!details) return;
    const inner = words.length ? all("ol > .row", details) : [];
    inner.forEach((row, number) => row.classList.toggle("hit", has(texts[at][number + 1])));
    details.open = isOpen || inner.some((row) => row.classList.contains("hit"));
  }

  function add(number) {
    const next = wanted.slice(shown, shown + number);
    line.insertAdjacentHTML("beforeend", next.map((at) => rows[at]).join(""));
    const items = [...line.children].slice(shown);
    items.forEach((item, place) => { mark(item, next[place]); tellAges(item); });
    shown += next.length;
    more.hidden = shown >= wanted.length;
  }

  function sift() {
    words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    wanted = words.length ? every.filter((at) => texts[at].some(has)) : every;
    const commits = words.length ? wanted.reduce((sum, at) => sum + texts[at].filter(has).length, 0) : 0;
    line.replaceChildren();
    line.classList.toggle("sifted", words.length > 0);
    shown = 0;
    current = null;
    add(STEP);
    none.hidden = wanted.length > 0;
    found.textContent = words.length ? `${commits.toLocaleString("en")} ${commits === 1 ? "commit" : "commits"} found` : "";
  }

  const isSeen = (each) => each.offsetParent !== null && (!each.closest("details ol") || each.closest("details").open);
  const places = () => all(".row", line).filter(isSeen);

  function here(list) {
    if (current && current.isConnected) return list.indexOf(current);
    return list.findIndex((each) => each.getBoundingClientRect().top > 60) - 1;
  }

  function choose(row) {
    if (current) current.classList.remove("current");
    current = row;
    row.classList.add("current");
    row.tabIndex = 0;
    row.scrollIntoView({ block: "nearest" });
    row.focus({ preventScroll: true });
  }

  function step(by) {
    const list = places(), at = here(list) + by;
    if (at >= list.length && !more.hidden) { add(STEP); return step(by); }
    const row = list[Math.max(0, Math.min(list.length - 1, at))];
    if (row) choose(row);
  }

  function fold() {
    const details = current && current.closest("details");
    if (!details) return;
    details.open = !details.open;
    if (!details.open) choose(details.querySelector("summary"));
  }

  function foldEvery() {
    isOpen = !isOpen;
    for (const each of all("details", line)) each.open = isOpen;
    foldAll.textContent = isOpen ? "Fold all" : "Unfold all";
  }

  async function copy() {
    if (!current) return;
    const id = current.querySelector(".id").textContent;
    try {
      await navigator.clipboard.writeText(id);
      say(`Copied: ${id}`);
    } catch {
      say("The browser did not let it be copied");
    }
  }

  const actions = {
    j: () => step(1), k: () => step(-1), o: fold, x: foldEvery, c: copy,
    "/": () => { find.focus(); find.select(); },
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.target === find) {
      if (event.key === "Escape") { find.value = ""; sift(); find.blur(); }
      return;
    }
    const action = Object.hasOwn(actions, event.key) && actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button"), row = event.target.closest(".row");
    if (button === foldAll) foldEvery();
    else if (button && button.id === "more") add(STEP);
    else if (button && button.id === "show-keys") keys.showModal();
    else if (button && button.closest("dialog")) keys.close();
    else if (row) { if (current) current.classList.remove("current"); current = row; row.classList.add("current"); }
  });
  find.addEventListener("input", sift);
  new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) add(STEP); }, { rootMargin: "800px" }).observe(more);
  tellAges(line);

  // What is folded is printed, too.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of folded) each.open = false; });
})();
