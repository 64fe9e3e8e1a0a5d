(() => {
  "use strict";
  const MERGE = 1, NEW = 2, HEAD = 4, FIXUP = 8, NO_MESSAGE = 16;
  const LANES = 6, DOT = 18, SIDE = 9, BEND = 8, JOIN = 12, FAR = 600, MAX_PRINTED = 3000;
  const root = document.documentElement;
  const byId = (name) => document.getElementById(name);
  const line = document.querySelector(".line"), none = document.querySelector(".none");
  const find = byId("find"), found = document.querySelector(".found"), toast = document.querySelector(".toast");
  const keys = byId("keys"), details = byId("details"), foldAll = byId("fold"), still = document.querySelector(".still");
  const { rows, commits, authors, verdicts, forms, page, forge, unfolded } = JSON.parse(byId("data").textContent);
  const phone = matchMedia("screen and (max-width: 47.99rem)"), paper = matchMedia("print");

  // Where the commit of each row stands among all, and the row of each commit.
  const starts = [], rowOf = new Uint32Array(commits.length);
  for (const [number, row] of rows.entries()) {
    const start = number ? starts[number - 1] + 1 + (rows[number - 1][4] || 0) : 0;
    starts.push(start);
    rowOf.fill(number, start, start + 1 + (row[4] || 0));
  }
  const open = new Uint8Array(rows.length).fill(unfolded ? 1 : 0);
  let isOpen = unfolded, words = [], entries = [], tops = [0], current = -1, described = -1, timer = 0, wait = 0, pitch = 16, most = 1;
  const drawn = new Map();

  const kindOf = (at) => commits[at][4] || 0, more = (at) => commits[at][5] || {};
  const idOf = (at) => commits[at][0];

  function make(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function link(text, url) {
    if (!/^https?:/i.test(url)) return make("span", "", text);
    const made = make("a", "", text);
    made.href = url;
    made.rel = "noreferrer";
    return made;
  }

  function say(text) {
    clearTimeout(timer);
    toast.textContent = text;
    timer = setTimeout(() => { toast.textContent = ""; }, 2500);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      say(`Copied: ${text}`);
    } catch {
      say("The browser did not let it be copied");
    }
  }

  const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

  function age(seconds) {
    const made = make("time"), past = Date.now() / 1000 - seconds, date = new Date(seconds * 1000);
    const [unit, size] = units.find(([, size]) => past >= size) || ["minute", 60];
    made.textContent = past < 60 ? "now" : ago.format(-Math.floor(past / size), unit);
    if (Number.isNaN(date.getTime())) return made;
    made.title = made.dateTime = date.toISOString().slice(0, 10);
    if (paper.matches) made.textContent = made.dateTime;
    return made;
  }

  // The lanes of what a merge merged are to the right of the edges that pass beside it.
  function besides(row) {
    const [, ends, begins, passing] = row;
    const outer = [...passing, ...begins].filter((lane) => lane > 0);
    const shift = Math.max(0, ...outer, ...ends);
    const moved = (lanes) => lanes.map((lane) => lane && lane + shift);
    return { outer, moved };
  }

  function lanesOf({ row: number, part }) {
    const row = rows[number], [lane, ends, begins, passing] = row;
    if (!row[4] || (part === 0 && !isUnfolded(number))) return { lane, ends, begins, passing };
    const { outer, moved } = besides(row), form = forms[row[5]];
    const at = part < 0 ? form.length - 1 : part;
    const inner = form[at];
    if (part === 0) return { lane, ends, begins: [...begins, ...moved(inner[2]).filter(Boolean)], passing };
    return {
      lane: moved([inner[0]])[0], ends: moved(inner[1]), goesOn: inner[4],
      begins: part < 0 ? begins.filter((each) => !each) : moved(inner[2]), passing: [...moved(inner[3]), ...outer],
    };
  }

  // Beside the first and the last lane there is room for the ring of HEAD.
  const x = (lane) => Math.min(lane, most) * pitch + SIDE;

  // The edge from a commit, whose sign is at y, to the upper or lower end of its row in a lane.
  function edge(from, y, lane, end) {
    const kind = `l${lane % LANES}${lane >= most ? " cut" : ""}`;
    if (x(from) === x(lane)) return `<path class="${kind}" d="M${x(lane)} ${y}V${end}"/>`;
    const bend = Math.min(BEND, pitch / 2, Math.abs(end - y)), side = lane > from ? -bend : bend;
    const corner = `${x(lane)} ${y} ${x(lane)} ${end > y ? y + bend : y - bend}`;
    return `<path class="${kind}" d="M${x(from)} ${y}H${x(lane) + side}Q${corner}V${end}"/>`;
  }

  function sign(at, { lane, goesOn }, height) {
    const colour = lane % LANES, kind = kindOf(at), own = kind & NEW ? `l${colour} new` : `l${colour} n${colour}`;
    const below = goesOn ? `<path class="l${colour} cut" d="M${x(lane)} ${DOT}V${height}"/>` : "";
    const ring = kind & HEAD ? `<circle class="l${colour} new" cx="${x(lane)}" cy="${DOT}" r="7.5"/>` : "";
    if (kind & MERGE) return `${below}${ring}<path class="${own} sign" d="M${x(lane)} ${DOT - 5}l5 5-5 5-5-5z"/>`;
    return `${below}${ring}<circle class="${own} sign" cx="${x(lane)}" cy="${DOT}" r="4"/>`;
  }

  function graph(entry, height) {
    const lanes = lanesOf(entry), { lane, ends, begins, passing } = lanes, y = entry.part < 0 ? height / 2 : DOT;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "g");
    svg.setAttribute("aria-hidden", "true");
    // Numbers alone: no text of the history is in it.
    svg.innerHTML = [
      ...passing.map((each) => `<path class="l${each % LANES}${each >= most ? " cut" : ""}" d="M${x(each)} 0V${height}"/>`),
      ...ends.map((each) => edge(lane, y, each, 0)), ...begins.map((each) => edge(lane, y, each, height)),
      entry.part < 0 ? "" : sign(entry.at, lanes, height),
    ].join("");
    const width = x(Math.max(lane, ...ends, ...begins, ...passing)) + SIDE;
    return { svg, width };
  }

  function names(at, number) {
    const refs = more(at).refs || [];
    const shown = refs.slice(0, number).map(([kind, text]) => make("span", `ref ${kind}`, text));
    if (refs.length > number && number > 1) shown.push(make("span", "ref", `+${refs.length - number}`));
    return shown;
  }

  function subject(at) {
    const made = make("a", "subject", commits[at][3]);
    made.href = `#${idOf(at)}`;
    return made;
  }

  function foldOf(entry) {
    const whole = more(entry.at).merged, made = make("button", "merged", phone.matches ? rows[entry.row][4] : whole);
    made.type = "button";
    made.ariaLabel = whole;
    made.setAttribute("aria-expanded", String(isUnfolded(entry.row)));
    return made;
  }

  function mark(at) {
    const made = make("span", "mark"), verdict = verdicts[(more(at).verdict || 0) - 1];
    if (verdict) {
      const [style, text, rules] = verdict, spoken = rules.map(([word]) => word).join(", ");
      made.classList.add(style);
      made.title = spoken;
      const seen = make("span", "", text);
      seen.ariaHidden = "true";
      made.append(seen, make("span", "sr", spoken));
    }
    return made;
  }

  function tags(at) {
    const rules = (verdicts[(more(at).verdict || 0) - 1] || ["", "", []]);
    const broken = rules[2].filter(([, rule]) => rule).map(([word, rule]) => make("span", `tag ${rules[0]}`, `${word} ${rule}`));
    return [...broken, ...(more(at).tags || []).map(([style, text]) => make("span", `tag ${style}`, text))];
  }

  function what(entry) {
    const made = make("span", "what"), { at } = entry;
    made.append(...names(at, phone.matches ? 1 : 3));
    if (kindOf(at) & FIXUP) made.append(make("b", "warn", "fixup!"));
    made.append(subject(at));
    if (entry.part === 0 && rows[entry.row][4]) made.append(foldOf(entry));
    made.append(...tags(at));
    return made;
  }

  function draw(entry, number) {
    const height = tops[number + 1] - tops[number], item = make("li", entry.part < 0 ? "end" : "row");
    const { svg, width } = graph(entry, height);
    item.style.top = `${tops[number]}px`;
    item.style.height = `${height}px`;
    item.style.setProperty("--own", `${width}px`);
    item.append(svg);
    if (entry.part < 0) {
      item.ariaHidden = "true";
      return item;
    }
    const { at } = entry, who = make("span", "who", more(at).by || authors[commits[at][1]]);
    item.ariaSetSize = String(commits.length);
    item.ariaPosInSet = String(at + 1);
    item.dataset.at = String(at);
    item.classList.toggle("current", at === current);
    item.append(make("code", "id", idOf(at).slice(0, 7)), mark(at), what(entry), who, age(commits[at][2]));
    return item;
  }

  const keyOf = (entry) => `${entry.row}.${entry.part}`;

  // The first entry that ends below y.
  function entryAt(y) {
    let low = 0, high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops[middle + 1] > y) high = middle; else low = middle + 1;
    }
    return low;
  }

  // Only what is in view, and what has the focus, is in the document.
  function view() {
    wait = 0;
    const above = line.getBoundingClientRect().top;
    const first = paper.matches ? 0 : entryAt(-above - FAR);
    const last = paper.matches ? Math.min(entries.length, MAX_PRINTED) : Math.min(entries.length, entryAt(innerHeight - above + FAR) + 1);
    const wanted = new Set();
    for (let number = first; number < last; number++) {
      const key = keyOf(entries[number]);
      wanted.add(key);
      if (!drawn.has(key)) {
        const item = draw(entries[number], number);
        drawn.set(key, item);
      }
    }
    for (const [key, item] of drawn) {
      if (!wanted.has(key) && !item.contains(document.activeElement)) {
        item.remove();
        drawn.delete(key);
      }
    }
    // In the order of the picture, for whoever reads or walks through the document.
    let before = null;
    for (let number = first; number < last; number++) {
      const item = drawn.get(keyOf(entries[number]));
      const next = before ? before.nextElementSibling : line.firstElementChild;
      if (item !== next) line.insertBefore(item, next);
      before = item;
    }
  }

  const soon = () => { wait = wait || requestAnimationFrame(view); };

  // An id is found by how it begins: any number is somewhere in some of them.
  const texts = [];
  function has(at) {
    if (texts[at] === undefined) {
      const { subject: whole = "", body = "", refs = [], tickets = [], request = [], verdict = 0 } = more(at);
      const rules = verdict ? verdicts[verdict - 1][2].flat() : [];
      texts[at] = [
        commits[at][3], whole, body, authors[commits[at][1]], request[0], ...refs.map(([, text]) => text),
        ...tickets.map(([name]) => name), ...rules,
      ].join("\n").toLowerCase();
    }
    return words.every((word) => idOf(at).startsWith(word) || texts[at].includes(word));
  }

  const hits = new Map();
  function sift() {
    words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    hits.clear();
    let number = 0;
    for (let at = 0; words.length && at < commits.length; at++) {
      if (!has(at)) continue;
      number++;
      const row = rowOf[at];
      if (!hits.has(row)) hits.set(row, []);
      if (at !== starts[row]) hits.get(row).push(at);
    }
    line.classList.toggle("sifted", words.length > 0);
    found.textContent = words.length ? `${number.toLocaleString("en")} ${number === 1 ? "commit" : "commits"} found` : "";
    none.hidden = !words.length || number > 0;
    arrange();
  }

  const isUnfolded = (row) => paper.matches || (words.length ? hits.has(row) && hits.get(row).length > 0 : open[row] === 1);

  // What was found inside of a merge is unfolded, without the rest.
  function arrange() {
    entries = [];
    for (let row = 0; row < rows.length; row++) {
      if (words.length && !hits.has(row)) continue;
      const start = starts[row], merged = rows[row][4] || 0;
      entries.push({ row, part: 0, at: start });
      if (!merged || !isUnfolded(row)) continue;
      const inner = words.length ? hits.get(row) : Array.from({ length: merged }, (_, part) => start + part + 1);
      for (const at of inner) entries.push({ row, part: at - start, at });
      if (!words.length) entries.push({ row, part: -1, at: -1 });
    }
    measure();
  }

  function measure() {
    const room = phone.matches ? Math.min(innerWidth * .3, 200) : 256;
    const lanes = rows.reduce((widest, row, number) => Math.max(widest, ...widths(row, number)), 1);
    pitch = Math.max(phone.matches ? 6 : 8, Math.min(phone.matches ? 12 : 16, Math.floor(room / lanes)));
    most = Math.max(Math.floor(room / pitch) - 1, 1);
    tops = new Float64Array(entries.length + 1);
    entries.forEach((each, number) => { tops[number + 1] = tops[number] + heightOf(each); });
    line.style.height = `${tops[entries.length]}px`;
    line.style.setProperty("--g", `${x(lanes - 1) + SIDE}px`);
    const focused = document.activeElement.closest(".row");
    for (const item of drawn.values()) item.remove();
    drawn.clear();
    view();
    if (focused && current >= 0) itemOf(current)?.querySelector(".subject").focus({ preventScroll: true });
  }

  // On a phone a long title has two lines: about how long it is must do, before anything is drawn.
  function heightOf({ row, part, at }) {
    if (part < 0) return JOIN;
    if (!phone.matches) return 36;
    const [name = ["", ""]] = more(at).refs || [], chip = part === 0 && rows[row][4] ? 6 : 0;
    const letters = (innerWidth - 32 - 3 * pitch) / 8 - Math.min(name[1].length + 2, 16) - chip;
    return commits[at][3].length > letters ? 76 : 56;
  }

  const inside = new Map();
  function widths(row, number) {
    const own = [row[0] + 1, ...[...row[1], ...row[2], ...row[3]].map((lane) => lane + 1)];
    if (!row[4] || !isUnfolded(number)) return own;
    if (!inside.has(row[5])) inside.set(row[5], forms[row[5]].flat(2).reduce((widest, lane) => Math.max(widest, lane), 0));
    return [...own, Math.max(0, ...own.map((each) => each - 1)) + inside.get(row[5]) + 1];
  }

  const itemOf = (at) => line.querySelector(`[data-at="${at}"]`);
  const numberOf = (at) => entries.findIndex((each) => each.at === at);

  function reveal(number, isCentred) {
    const top = line.getBoundingClientRect().top + scrollY + tops[number], height = tops[number + 1] - tops[number];
    const bar = document.querySelector(".bar").offsetHeight + 8;
    const bottom = innerHeight - (phone.matches && !details.hidden ? details.offsetHeight : 0);
    if (isCentred) scrollTo(0, top - bottom / 3);
    else if (top < scrollY + bar) scrollTo(0, top - bar);
    else if (top + height > scrollY + bottom) scrollTo(0, top + height - bottom + 8);
    view();
  }

  function choose(at, isFocused = true, isCentred = false) {
    if (current >= 0) itemOf(current)?.classList.remove("current");
    current = at;
    const number = numberOf(at);
    if (number < 0) return;
    reveal(number, isCentred);
    const item = itemOf(at);
    item.classList.add("current");
    if (isFocused) item.querySelector(".subject").focus({ preventScroll: true });
  }

  function step(by) {
    let number = current < 0 ? -1 : numberOf(current);
    if (number < 0) number = entryAt(-line.getBoundingClientRect().top + 60) - (by > 0 ? 1 : 0);
    do number += by; while (entries[number] && entries[number].part < 0);
    if (!entries[number]) return;
    choose(entries[number].at);
    if (!details.hidden) tell(current);
  }

  function setFold(row, isUnfoldedNow) {
    open[row] = isUnfoldedNow ? 1 : 0;
    const isInside = current >= 0 && rowOf[current] === row && !isUnfoldedNow;
    arrange();
    if (isInside) choose(starts[row]);
  }

  function fold() {
    if (current < 0 || words.length || !rows[rowOf[current]][4]) return;
    setFold(rowOf[current], !open[rowOf[current]]);
  }

  function foldEvery() {
    isOpen = !isOpen;
    open.fill(isOpen ? 1 : 0);
    const at = current;
    arrange();
    nameFold();
    if (at >= 0) choose(isOpen ? at : starts[rowOf[at]], false);
  }

  const nameFold = () => { foldAll.textContent = isOpen ? "Fold all" : "Unfold all"; };

  function term(list, name, ...values) {
    const pair = make("div"), detail = make("dd");
    detail.append(...values.flatMap((each, number) => number ? [" ", each] : [each]));
    pair.append(make("dt", "", name), detail);
    list.append(pair);
  }

  function facts(at) {
    const list = make("dl", "facts"), { refs, verdict, branches, request, tickets } = more(at);
    const date = new Date(commits[at][2] * 1000), id = make("code", "whole", idOf(at)), button = make("button", "copy", "Copy");
    button.type = "button";
    button.dataset.copy = idOf(at);
    term(list, "commit", id, button, ...(page && !(kindOf(at) & NEW) ? [link(`on ${forge}`, page + idOf(at))] : []));
    term(list, "author", authors[commits[at][1]]);
    if (!Number.isNaN(date.getTime())) term(list, "date", `${date.toISOString().slice(0, 16).replace("T", " ")} UTC,`, age(commits[at][2]));
    if (refs) term(list, "refs", ...names(at, refs.length));
    if (kindOf(at) & NEW) term(list, "remote", "none has it");
    if (at !== starts[rowOf[at]]) term(list, "merged by", subject(starts[rowOf[at]]));
    if (branches) term(list, kindOf(at) & MERGE ? "merges" : "branch", branches);
    if (request) term(list, "request", link(...request));
    if (tickets) term(list, tickets.length > 1 ? "tickets" : "ticket", ...tickets.map((each) => link(...each)));
    if (verdict) term(list, "merge", ...verdicts[verdict - 1][2].map(([word, rule, url]) => rule ? link(`${word} (${rule})`, url) : word));
    return list;
  }

  function fileRow([path, added, removed, old]) {
    const made = make("li"), sums = make("span", "sums");
    if (added === null) sums.append("binary");
    else sums.append(make("span", "good", `+${added}`), " ", make("span", "bad", `−${removed}`));
    made.append(make("code", "", old ? `${old} → ${path}` : path), sums);
    return made;
  }

  function filesOf(at) {
    const { files, unlisted = 0 } = more(at), made = make("section"), title = make("h3", "", "Files");
    made.append(title);
    const command = make("code", "", `git show --stat${kindOf(at) & MERGE ? " --first-parent" : ""} ${idOf(at).slice(0, 10)}`);
    if (!files) {
      const rest = make("p", "quiet", "Not on this page: ");
      rest.append(command);
      made.append(rest);
      return made;
    }
    const sum = (place) => files.reduce((all, each) => all + (each[place] || 0), 0).toLocaleString("en");
    const number = files.length + unlisted;
    title.textContent = number === 1 ? "1 file" : `${number.toLocaleString("en")} files`;
    title.append(" ", make("span", "good", `+${sum(1)}`), " ", make("span", "bad", `−${sum(2)}`));
    const list = make("ul", "changed");
    list.append(...files.map(fileRow));
    made.append(list);
    if (unlisted) made.append(make("p", "quiet", `and ${unlisted.toLocaleString("en")} more`));
    return made;
  }

  function tell(at) {
    described = at;
    const { subject: whole, body } = more(at), parts = [facts(at)], title = byId("details-title");
    title.textContent = whole || commits[at][3];
    if (kindOf(at) & FIXUP) title.textContent = whole || `fixup! ${commits[at][3]}`;
    if (kindOf(at) & NO_MESSAGE) {
      const rest = make("p", "quiet", "The message is not on this page: ");
      rest.append(make("code", "", `git show --no-patch ${idOf(at).slice(0, 10)}`));
      parts.push(rest);
    } else if (body) parts.push(make("pre", "message", body));
    parts.push(filesOf(at));
    details.querySelector(".description").replaceChildren(...parts);
    details.querySelector(".link").href = `#${idOf(at)}`;
    details.hidden = false;
    details.scrollTop = 0;
    root.classList.add("telling");
    if (location.hash.slice(1) !== idOf(at)) history.replaceState(null, "", `#${idOf(at)}`);
  }

  function close() {
    if (details.hidden) return;
    details.hidden = true;
    root.classList.remove("telling");
    history.replaceState(null, "", location.href.split("#")[0]);
    if (described >= 0) choose(described);
    described = -1;
  }

  // The address of a commit on this page is # and its id, or how that begins.
  function follow() {
    const wanted = location.hash.slice(1).toLowerCase();
    if (!wanted) close();
    if (!/^[0-9a-f]{4,64}$/.test(wanted)) return;
    const at = commits.findIndex(([id]) => id.startsWith(wanted));
    if (at < 0) { say(`${wanted.slice(0, 12)} is not on this page`); return; }
    if (numberOf(at) < 0) {
      if (words.length) { find.value = ""; words = []; sift(); }
      if (numberOf(at) < 0) setFold(rowOf[at], true);
    }
    const isNear = itemOf(at) && itemOf(at).getBoundingClientRect().top > 0 && itemOf(at).getBoundingClientRect().bottom < innerHeight;
    tell(at);
    choose(at, false, !isNear);
    byId("details-title").focus({ preventScroll: true });
  }

  const actions = {
    j: () => step(1), k: () => step(-1), o: fold, x: foldEvery, c: () => { if (current >= 0) copy(idOf(current).slice(0, 10)); },
    "/": () => { find.focus(); find.select(); },
    "?": () => keys.showModal(), Escape: close,
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
    const button = event.target.closest("button"), row = event.target.closest(".row"), address = event.target.closest("a");
    if (button === foldAll) foldEvery();
    else if (button && button.id === "show-keys") keys.showModal();
    else if (button && button.id === "close") close();
    else if (button && button.dataset.copy) copy(button.dataset.copy);
    else if (button && button.closest("dialog")) keys.close();
    else if (button && row) {
      const at = Number(row.dataset.at);
      if (words.length) { find.value = ""; sift(); }
      setFold(rowOf[at], button.ariaExpanded !== "true");
      choose(at, false);
      itemOf(at).querySelector(".merged").focus({ preventScroll: true });
    } else if (row && !address && !getSelection().toString()) location.hash = idOf(Number(row.dataset.at));
    else if (address && row && address.hash === location.hash && details.hidden) follow();
  });
  line.addEventListener("focusin", (event) => {
    const row = event.target.closest(".row");
    if (row && Number(row.dataset.at) !== current) choose(Number(row.dataset.at), false);
  });
  find.addEventListener("input", sift);
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", measure);
  addEventListener("hashchange", follow);
  // What is folded or out of view is printed, too.
  paper.addEventListener("change", arrange);

  root.classList.add("js");
  still.remove();
  line.hidden = false;
  nameFold();
  arrange();
  follow();
})();
