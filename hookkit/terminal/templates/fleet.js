(() => {
  "use strict";
  const byId = (name) => document.getElementById(name);
  const { repositories, rules } = JSON.parse(byId("data").textContent);
  const body = document.querySelector("tbody"), rows = [...body.rows], heads = [...document.querySelectorAll("thead th")];
  const find = byId("find"), kind = byId("kind"), order = byId("order"), found = document.querySelector(".found"), none = document.querySelector(".none");
  const details = byId("details"), description = details.querySelector(".description"), title = byId("details-title"), keys = byId("keys"), skip = document.querySelector(".skip");
  const NS = "http://www.w3.org/2000/svg";
  const VERDICTS = {
    "semi-linear": "semi-linear", direct: "direct (HK401)", foxtrot: "foxtrot (HK402)", "not-rebased": "not rebased (HK403)", "inner-merge": "merge inside (HK404)",
    octopus: "octopus (HK405)", "evil-merge": "changes itself (HK406)", unrelated: "other history (HK407)", unknown: "not known",
  };
  let sorted = 0, isDown = false, before = null;

  function make(tag, text, name) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function link(text, url) {
    if (!/^https?:\/\//i.test(url)) return make("span", text);
    const made = make("a", text);
    made.href = url;
    made.rel = "noreferrer";
    return made;
  }

  const here = location.href.split("#")[0], address = (what, name) => `${here}#${what}=${encodeURIComponent(name)}`;
  const numbers = (number) => number.toLocaleString("en");

  // What a repository is found by: all that its row shows, its rules and its tickets.
  const texts = repositories.map((each, at) => {
    const tickets = each.history ? each.history.steps.flatMap((step) => [step[5], ...step[6]]) : [];
    const broken = each.history ? Object.keys(each.history.rules) : [];
    const cells = [...rows[at].cells].map((cell) => cell.textContent);
    return [...cells, ...broken, ...tickets, ...each.problems].join("\n").toLowerCase();
  });

  function narrow() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean), only = kind.value;
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) && (!only || row.dataset.kinds.split(" ").includes(only));
      row.hidden = !fits;
      shown += fits;
    });
    none.hidden = shown > 0;
    found.textContent = shown < rows.length ? `${numbers(shown)} of ${numbers(rows.length)}` : "";
  }

  function keyOf(row, column) {
    if (!column) return row.cells[0].textContent.toLowerCase();
    const key = row.cells[column].dataset.key;
    return key !== "" && !Number.isNaN(Number(key)) ? Number(key) : key.toLowerCase();
  }

  // What has no value comes last, whichever way it is sorted.
  function compare(one, other) {
    if (one === other) return 0;
    if (one === "" || other === "") return one === "" ? 1 : -1;
    const less = typeof one === typeof other ? one < other : typeof one === "number";
    return (less ? -1 : 1) * (isDown ? -1 : 1);
  }

  function sort(column, down) {
    sorted = column;
    isDown = down;
    const pairs = rows.map((row, at) => [keyOf(row, column), at, row]);
    pairs.sort((one, other) => compare(one[0], other[0]) || one[1] - other[1]);
    body.append(...pairs.map((pair) => pair[2]));
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    order.value = String(column);
  }

  const isNumber = (column) => column > 0 && heads[column].classList.contains("number");
  heads.forEach((head, column) => {
    const button = make("button", head.textContent);
    button.type = "button";
    // Of numbers the highest are looked for first.
    button.addEventListener("click", () => sort(column, column === sorted ? !isDown : isNumber(column)));
    head.replaceChildren(button);
  });
  order.addEventListener("change", () => sort(Number(order.value), isNumber(Number(order.value))));
  find.addEventListener("input", narrow);
  kind.addEventListener("change", narrow);

  rows.forEach((row, at) => {
    const name = row.cells[0], opener = make("a", repositories[at].name);
    opener.href = address("repository", repositories[at].name);
    name.replaceChildren(opener);
  });

  function list(pairs) {
    const made = make("dl");
    for (const [term, ...values] of pairs) {
      const pair = make("div"), value = make("dd");
      value.append(...values);
      pair.append(make("dt", term), value);
      made.append(pair);
    }
    return made;
  }

  function table(head, lines) {
    const made = make("table"), top = made.createTHead().insertRow(), rest = made.createTBody();
    for (const each of head) {
      const cell = make("th", each);
      cell.scope = "col";
      top.append(cell);
    }
    for (const line of lines) {
      const row = rest.insertRow();
      for (const each of line) row.insertCell().append(each);
    }
    return made;
  }

  function chips(names, what) {
    const made = make("span", undefined, "chips");
    for (const name of names) {
      const chip = make("a", name);
      chip.href = address(what, name);
      made.append(chip);
    }
    return made;
  }

  function chart(months) {
    const most = Math.max(1, ...months.map((each) => each.commits)), figure = make("div");
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", `0 0 ${months.length * 10} 100`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "month-chart");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `Commits of each month, ${numbers(most)} at most`);
    months.forEach((each, at) => {
      const rect = document.createElementNS(NS, "rect"), tip = document.createElementNS(NS, "title"), height = each.commits / most * 100;
      tip.textContent = `${each.month}: ${numbers(each.commits)} commits, ${numbers(each.merges)} merges, ${numbers(each.semi_linear)} semi-linear`;
      const place = { class: "all", x: at * 10 + 1, y: 100 - height, width: 8, height };
      for (const [name, value] of Object.entries(place)) rect.setAttribute(name, value);
      rect.append(tip);
      svg.append(rect);
    });
    const ends = make("p", undefined, "ends");
    ends.append(make("span", months[0].month), make("span", months[months.length - 1].month));
    figure.append(svg, ends);
    return figure;
  }

  function steps(history, some, first) {
    const made = table([first, "day", "verdict", "ticket, branch"], some.map(([commit, subject, day, verdict, brought, branch, tickets]) => {
      const what = make("span"), where = make("span"), page = history.commit_page ? history.commit_page + commit : "";
      what.append(link(commit.slice(0, 7), page), ` ${subject}`);
      if (brought) what.append(make("span", ` with ${numbers(brought)}`, "quiet"));
      where.append(chips(tickets, "ticket"), branch ? make("span", ` ${branch}`, "quiet") : "");
      return [what, make("span", day, "verdict"), make("span", VERDICTS[verdict] || verdict, "verdict"), where];
    }));
    made.className = "steps";
    return made;
  }

  function hooksOf({ hooks, version, policy, places, rejected, corrections, corrected, kind }) {
    const pairs = [["hooks", hooks], ["version", version], ["policy", rejected ? `unknown: ${rejected}` : policy]];
    if (places.length) pairs.push(["set in", places.join(", ")]);
    pairs.push(["corrections", corrections ? `${numbers(corrections)}, the last on ${corrected}` : "none"]);
    if (kind.length) pairs.push(["kind", kind.join(", ")]);
    return [make("h3", "Hooks"), list(pairs)];
  }

  function historyOf(history) {
    const drawn = [make("h3", `History of ${history.branch || "no branch"} since ${history.since}`)];
    const share = history.merges ? `${numbers(history.semi_linear)} of ${numbers(history.merges)} semi-linear` : "none";
    const pairs = [["commits", numbers(history.commits)], ["merges", share]];
    for (const [rule, count] of Object.entries(history.rules)) pairs.push([rule, `${rules[rule]}: ${numbers(count)}`]);
    if (history.unknown) pairs.push(["not known", numbers(history.unknown)]);
    drawn.push(list(pairs));
    if (history.months.length > 1) drawn.push(chart(history.months));
    if (history.findings.length) {
      drawn.push(make("h3", "Findings"), table(["rule", "kind", "what"], history.findings));
      if (history.more_findings) drawn.push(make("p", `and ${numbers(history.more_findings)} more`, "quiet"));
    }
    if (history.steps.length) {
      drawn.push(make("h3", "What came to the branch"), steps(history, history.steps, "commit"));
      if (history.more_steps) drawn.push(make("p", `and ${numbers(history.more_steps)} older ones`, "quiet"));
    }
    return drawn;
  }

  function debtOf(debt) {
    const pairs = [["findings", `${numbers(debt.findings)} in ${numbers(debt.files)} files`]];
    pairs.push(["baseline", debt.baseline === null ? "none" : `${numbers(debt.baseline)}, ${numbers(debt.new)} new`]);
    if (debt.remark) pairs.push(["baseline", debt.remark]);
    if (debt.skipped) pairs.push(["too large", numbers(debt.skipped)]);
    if (debt.plugins) pairs.push(["plugins", "those of the repository itself are not run"]);
    const drawn = [make("h3", "Debt"), list(pairs)], lines = Object.entries(debt.rules).map(([rule, count]) => [rule, numbers(count)]);
    if (lines.length) drawn.push(table(["rule", "findings"], lines));
    if (debt.more_rules) drawn.push(make("p", `and ${numbers(debt.more_rules)} more rules`, "quiet"));
    if (debt.trend.length > 1) drawn.push(make("h3", "Over time"), table(["day", "findings"], debt.trend.map(([day, value]) => [day, numbers(value)]).reverse()));
    return drawn;
  }

  function repository(name) {
    const each = repositories.find((one) => one.name === name);
    if (!each) return null;
    const drawn = each.problems.map((problem) => make("p", problem, "warn"));
    if (each.link) drawn.push(link(each.link, each.link));
    if (each.hooks) drawn.push(...hooksOf(each.hooks));
    if (each.history) drawn.push(...historyOf(each.history));
    if (each.debt) drawn.push(...debtOf(each.debt));
    if (!drawn.length) drawn.push(make("p", "Nothing was looked at yet.", "quiet"));
    return drawn;
  }

  function ticket(name) {
    const drawn = [];
    let page = "";
    for (const each of repositories) {
      if (!each.history) continue;
      const some = each.history.steps.filter((step) => step[6].includes(name));
      if (!some.length) continue;
      page = page || each.history.ticket_page;
      const heading = make("h3");
      heading.append(chips([each.name], "repository"));
      drawn.push(heading, steps(each.history, some, "commit"));
    }
    if (page) drawn.unshift(link("the ticket", page.replace("{ticket}", encodeURIComponent(name.replace(/^#/, "")))));
    return drawn.length ? drawn : null;
  }

  function open() {
    const [what, rest] = location.hash.slice(1).split("=", 2);
    let name = "";
    try { name = decodeURIComponent(rest || ""); } catch { /* an address that somebody cut */ }
    const drawn = what === "repository" ? repository(name) : what === "ticket" ? ticket(name) : null;
    if (!drawn) {
      if (details.open) details.close();
      return;
    }
    title.textContent = what === "ticket" ? `Ticket ${name}` : name;
    details.querySelector(".link").href = location.href;
    description.replaceChildren(...drawn);
    if (!details.open) {
      before = document.activeElement;
      skip.hidden = true;
      details.showModal();
    }
    details.scrollTop = 0;
    title.focus();
  }

  details.addEventListener("close", () => {
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    skip.hidden = false;
    if (before && before.isConnected) before.focus();
  });
  byId("close").addEventListener("click", () => details.close());
  keys.querySelector("button").addEventListener("click", () => keys.close());
  byId("show-keys").addEventListener("click", () => keys.showModal());
  addEventListener("hashchange", open);

  function step(by) {
    const shown = [...body.rows].filter((row) => !row.hidden);
    const at = shown.findIndex((row) => row.contains(document.activeElement));
    const next = shown[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by, 0), shown.length - 1)];
    if (next) next.querySelector("a").focus();
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || details.open || keys.open) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName)) {
      if (event.key === "Escape" && event.target === find) { find.value = ""; narrow(); find.blur(); }
      return;
    }
    const action = { j: () => step(1), k: () => step(-1), "/": () => find.focus(), "?": () => keys.showModal() }[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  document.documentElement.classList.add("js");
  sort(0, false);
  open();
})();
