
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const hunks = all(".hunk"), files = all(".file");
  const keys = document.getElementById("keys"), filter = document.getElementById("filter");
  const toast = document.querySelector(".toast");
  let current = null, timer = 0;
  root.classList.add("js");
  const isPhone = matchMedia("(max-width: 39.99rem)");
  for (const each of all("details.wide")) each.open = !isPhone.matches;

  function say(text) {
    clearTimeout(timer);
    toast.textContent = text;
    timer = setTimeout(() => { toast.textContent = ""; }, 2500);
  }

  function copyByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  async function copy(text) {
    const before = document.activeElement;
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyByHand(text);
      if (before) before.focus({ preventScroll: true });
    }
    say(done ? `Copied: ${text}` : "The browser did not let it be copied");
  }

  function mark(hunk) {
    if (current) current.classList.remove("current");
    current = hunk;
    if (hunk) hunk.classList.add("current");
  }

  function go(place, focused = place) {
    for (let at = place; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    const own = place.querySelector(":scope > details");
    if (own) own.open = true;
    place.scrollIntoView({ block: "start" });
    focused.focus({ preventScroll: true });
  }

  // The last of some places that begin above what a person reads, without drawing all of them.
  function lastAbove(places) {
    let low = 0, high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].getBoundingClientRect().top < 130) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  function isSeen(place) {
    const box = place && place.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < innerHeight;
  }

  function hunkHere() {
    if (isSeen(current)) return hunks.indexOf(current);
    const file = files[lastAbove(files)];
    const own = file ? all(".hunk", file) : [];
    const at = lastAbove(own);
    if (at >= 0) return hunks.indexOf(own[at]);
    const after = hunks.findIndex((each) => !file || file.compareDocumentPosition(each) & 4);
    return after < 0 ? hunks.length - 1 : after - 1;
  }

  function fileHere() {
    const seen = [document.activeElement, current].find((each) => isSeen(each) && each.closest(".file"));
    const own = seen && seen.closest(".file");
    return own ? files.indexOf(own) : lastAbove(files);
  }

  const within = (places, at) => places[Math.max(0, Math.min(places.length - 1, at))];

  function toHunk(by) {
    const hunk = within(hunks, hunkHere() + by);
    if (hunk) { mark(hunk); go(hunk); }
  }

  function toFile(by) {
    const file = within(files, fileHere() + by);
    if (file) { mark(file.querySelector(".hunk")); go(file, file.querySelector("h2")); }
  }

  function toggle() {
    const change = document.querySelector(".change");
    if (!change || isPhone.matches) return;
    const isBeside = getComputedStyle(change).display === "grid";
    const keep = within(hunks, hunkHere());
    const top = keep && keep.getBoundingClientRect().top;
    document.getElementById(isBeside ? "inline" : "beside").checked = true;
    if (keep) scrollBy(0, keep.getBoundingClientRect().top - top);
    say(isBeside ? "Inline" : "Side by side");
  }

  function sift() {
    const wanted = filter.value.trim().toLowerCase();
    for (const each of all(".file-link")) each.hidden = !each.dataset.path.toLowerCase().includes(wanted);
    for (const each of all(".folder")) each.hidden = !each.querySelector(".file-link:not([hidden])");
    document.querySelector(".none").hidden = !!document.querySelector(".file-link:not([hidden])");
  }

  function unfold() {
    const hunk = within(hunks, hunkHere());
    const around = hunk ? all("details.hidden", hunk.closest(".excerpt")) : [];
    const isOpen = around.some((each) => each.open);
    const top = hunk && hunk.getBoundingClientRect().top;
    for (const each of around) each.open = !isOpen;
    if (hunk) { mark(hunk); scrollBy(0, hunk.getBoundingClientRect().top - top); }
  }

  const actions = {
    j: () => toHunk(1), k: () => toHunk(-1), n: () => toFile(1), p: () => toFile(-1), t: toggle, u: unfold,
    c: () => { const hunk = within(hunks, hunkHere()); if (hunk) copy(hunk.id.slice(2)); },
    "/": () => { if (filter) { filter.closest("details").open = true; filter.focus(); filter.select(); } },
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.target === filter && event.key === "Escape") { filter.value = ""; sift(); filter.blur(); }
    if (event.target.matches("input[type=search], textarea")) return;
    const action = Object.hasOwn(actions, event.key) && actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.dataset.copy) copy(button.dataset.copy);
    else if (button && button.id === "show-keys") keys.showModal();
    else if (button && button.closest("dialog")) keys.close();
    else if (event.target.closest(".hunk")) mark(event.target.closest(".hunk"));
  });
  if (filter) filter.addEventListener("input", sift);
  const arrive = () => { const at = document.getElementById(location.hash.slice(1)); if (at && at.matches(".hunk")) mark(at); };
  addEventListener("hashchange", arrive);
  arrive();

  // What is folded is printed, too.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open], .hidden)");
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of folded) each.open = false; });
})();
