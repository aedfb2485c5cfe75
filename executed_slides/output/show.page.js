// What a finished page does beside Marp's own turning of slides:
//
//     a link or an address   opens a slide with all that builds up on it
//     a number's link        opens the appendix at the number's row, over the slide, and back
//     ?route=talk            shows the slides of a route alone
//     5 Enter, b, z, t, ?    jump, black, a figure large, a timer, all keys
//     words beside slides    are in the slides' fonts
//
// It stands before Marp's script, which takes the slides that are there then: no counter, key or
// overview of Marp's knows others. The appendix comes back later. Afterwards it leads Marp by the
// address: `f` is how many steps of a slide are shown, `#5` which one it is. What it knows of the
// deck stands before it, from output/show.py.
(() => {
  const show = JSON.parse(document.currentScript.previousElementSibling.textContent);
  const query = new URLSearchParams(location.search);
  const view = query.get("view") ?? "";
  const route = Object.hasOwn(show.routes, query.get("route") ?? "") ? query.get("route") : "";
  const deck = document.getElementById(":$p");
  const all = [...deck.children];
  const appendix = all.slice(show.slides);
  const slides = route ? show.routes[route].map((number) => all[number - 1]) : all.slice(0, show.slides);
  const pages = [...slides, ...appendix];
  const back = make("a", "show-back", { href: "#" });
  const cover = make("div", "show-cover");
  const timer = make("time", "show-timer", { title: show.words.timer });
  // What is over the slide: a page of the appendix, and what covers that too.
  let opened = null;
  let covered = null;
  let digits = "";
  let active = 0;
  let ends = 0;
  let syncKey = "";

  // With Marp's own style, which is the first, a measurement puts ours aside too.
  document.querySelector("style").append(findStyle());
  for (const page of all) page.remove();
  deck.append(...slides);
  if (route) renumber();
  const asked = view ? "" : findAsked();
  addEventListener("popstate", hear);
  addEventListener("hashchange", hear);
  if (["", "presenter"].includes(view)) {
    addEventListener("keydown", press, true);
    for (const name of ["wheel", "touchend"]) addEventListener(name, (event) => isOver() && event.stopPropagation(), true);
    addEventListener("storage", (event) => event.key === syncKey && obey(JSON.parse(event.newValue ?? "{}")));
    addEventListener("DOMContentLoaded", start);
  }

  function start() {
    for (const page of appendix) page.classList.add("show-page");
    deck.append(...appendix, back, cover);
    deck.addEventListener("click", point);
    setTimer();
    // Marp forgets the route where it shows the next slide.
    const next = document.querySelector("iframe.bespoke-marp-presenter-next");
    if (next && route) next.src = `?${new URLSearchParams({ view: "next", route })}`;
    // After Marp, which waits in the same way before it reads the address.
    setTimeout(() => {
      active = findActive();
      syncKey = `executed-slides-${history.state?.marpBespokeSyncKey}`;
      new MutationObserver(notice).observe(deck, { subtree: true, attributeFilter: ["class"] });
      if (!asked) return;
      history.pushState({ ...history.state }, "", asked);
      follow();
    });
  }

  function make(name, className, about = {}) {
    return Object.assign(document.createElement(name), { className, ...about });
  }

  function findStyle() {
    const family = getComputedStyle(all[0].querySelector("section")).fontFamily;
    return `@media screen {
      body, .bespoke-marp-osc, .bespoke-marp-presenter-container { font-family: ${family} !important; }
      .bespoke-marp-osc button, .bespoke-marp-presenter-container button { font-family: inherit; }
      :is(.show-page, .show-cover) { display: none; position: absolute; inset: 0; width: 100%; height: 100%; }
      [data-bespoke-view=presenter] :is(.show-page, .show-cover) { inset: 20px; width: calc(100% - 40px); height: calc(100% - 40px); }
      :is(.show-page, .show-cover).show-here { display: block; }
      .show-open > :is(.bespoke-marp-slide, .bespoke-marp-osc) { visibility: hidden; }
      .show-back { display: none; position: absolute; top: 0; right: 0; padding: 8px 16px; z-index: 1;
        color: #fff; background: #1c2530; border-radius: 0 0 0 6px; font-size: 16px; line-height: 1.4; text-decoration: none; }
      .show-open > .show-back { display: block; }
      .show-cover { z-index: 2; box-sizing: border-box; overflow: auto; color: #fff; background: #000; }
      .show-cover > img { width: 100%; height: 100%; object-fit: contain; }
      .show-cover > table { margin: 6vh auto; font-size: 22px; line-height: 1.7; border-spacing: 24px 0; }
      .show-cover a { color: inherit; }
      .show-cover kbd { font: inherit; font-weight: bold; }
      .show-asked { position: absolute; z-index: 3; inset: auto 0 120px; width: max-content; margin: auto; padding: 8px 24px;
        color: #fff; background: #1c2530; border-radius: 6px; font-size: 32px; }
      .show-timer { color: #eee; cursor: pointer; font-variant-numeric: tabular-nums; }
      .show-timer.show-late { color: #ff8a80; }
      .bespoke-marp-parent > .show-timer { position: absolute; z-index: 1; top: 0; left: 0; padding: 4px 12px; font-size: 20px; background: #1c2530; }
      .bespoke-marp-slide.bespoke-marp-active img:not(.emoji, a img) { cursor: zoom-in; }
    }
    @media print { :is(.show-back, .show-cover, .show-asked, .show-timer) { display: none; } }`;
  }

  // ---- A route: as if the deck had no other slides ----

  function renumber() {
    const places = new Map(pages.map((page, place) => [all.indexOf(page), place]));
    for (const note of document.querySelectorAll(".bespoke-marp-note")) {
      const place = places.get(Number(note.dataset.index));
      if (place === undefined) note.remove();
      else note.dataset.index = place;
    }
    for (const [place, page] of pages.entries()) {
      for (const section of page.querySelectorAll("section")) {
        if (section.id) section.id = place + 1;
        if (!section.dataset.marpitPagination) continue;
        section.dataset.marpitPagination = place + 1;
        section.dataset.marpitPaginationTotal = slides.length;
      }
      for (const link of page.querySelectorAll("a[href^='#']")) {
        const [, number] = /^#(\d+)$/.exec(link.getAttribute("href")) ?? [];
        if (!number) continue;
        const there = places.get(number - 1);
        if (there === undefined) link.removeAttribute("href");
        else link.setAttribute("href", `#${there + 1}`);
        // A page of evidence names slides by the numbers that they have here, and others faintly.
        if (!appendix.includes(page) || link.textContent !== number) continue;
        if (there === undefined) link.style.opacity = 0.45;
        else link.textContent = there + 1;
      }
    }
  }

  // ---- Addresses ----

  // Whether an address was opened or typed; Marp and we leave a state in those that a talk passed.
  function isNew() {
    return history.state === null;
  }

  // The address in the appendix with which the page was opened: behind it, the slide that leads there.
  function findAsked() {
    const { place } = find(location.hash);
    const hash = place >= slides.length ? location.hash : "";
    if (hash) setAddress(Math.max(0, slides.findIndex((slide) => slide.querySelector(`a[href="${CSS.escape(hash)}"]`))));
    else if (isNew() && location.hash && place >= 0) setAddress(place);
    return hash;
  }

  // Marp would show the first step of a slide, also of one that somebody comes back to.
  function hear(event) {
    if (event.isOurs) return;
    event.stopImmediatePropagation();
    follow();
  }

  function follow() {
    const { place, target } = find(location.hash);
    uncover();
    if (place >= slides.length) return open(pages[place], target);
    close();
    // Where nothing of this name is, Marp would go to the first slide.
    if (place < 0) return setAddress(active);
    if (isNew()) setAddress(place);
    lead();
  }

  function lead() {
    dispatchEvent(Object.assign(new PopStateEvent("popstate"), { isOurs: true }));
  }

  // The place of the page that an address names, by its number or by what stands on it.
  function find(hash) {
    const name = hash.slice(1).split(":~:")[0];
    if (!name) return { place: 0 };
    if (/^\d+$/.test(name)) return { place: Math.min(Math.max(Number(name), 1), pages.length) - 1 };
    const selector = `[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`;
    const targets = pages.map((page) => page.querySelector(selector));
    const place = targets.findIndex(Boolean);
    return { place, target: targets[place] };
  }

  // Of a slide with all that builds up on it.
  function setAddress(place) {
    const search = new URLSearchParams(location.search);
    const steps = slides[place].querySelectorAll("[data-marpit-fragment]").length;
    if (steps) search.set("f", steps);
    else search.delete("f");
    const query = search.size ? `?${search}` : "";
    history.replaceState({ ...history.state }, "", `${location.href.split(/[?#]/)[0]}${query}#${place + 1}`);
  }

  // ---- The appendix ----

  function findActive() {
    return slides.findIndex((slide) => slide.classList.contains("bespoke-marp-active"));
  }

  // Who turns a slide, in whichever window, is back in the talk.
  function notice() {
    const now = findActive();
    if (now === active) return;
    active = now;
    ends ||= Date.now() + (show.minutes ?? 0) * 60_000;
    close();
    uncover();
  }

  function isInAppendix() {
    return find(location.hash).place >= slides.length;
  }

  function open(page, target, isTold = false) {
    close(true);
    opened = page;
    page.classList.add("show-here");
    target?.closest("tr")?.classList.add("here");
    back.textContent = `← ${show.words.back.replace("{}", findActive() + 1)} (Esc)`;
    deck.classList.add("show-open");
    if (!isTold) tell();
  }

  function close(isTold = false) {
    if (!opened) return;
    opened.classList.remove("show-here");
    for (const row of deck.querySelectorAll("tr.here")) row.classList.remove("here");
    deck.classList.remove("show-open");
    opened = null;
    if (!isTold) tell();
  }

  // To the slide that one came from, as one left it.
  function leave() {
    if (isInAppendix()) history.back();
    else close();
  }

  function turn(by) {
    const page = appendix[appendix.indexOf(opened) + by];
    if (!page) return;
    if (isInAppendix()) history.replaceState({ ...history.state }, "", `#${pages.indexOf(page) + 1}`);
    open(page);
  }

  // ---- What covers the slide: nothing, a figure, the keys ----

  function isOver() {
    return opened !== null || covered !== null;
  }

  function findFigures() {
    const page = opened ?? slides[active];
    return [...page.querySelectorAll("img:not(.emoji, a img)")].filter((image) => image.getClientRects().length);
  }

  // `name` is "black", "keys", or the number of a figure from 0.
  function lay(name, isTold = false) {
    const figure = typeof name === "number" ? findFigures()[name] : null;
    const inside = { black: [], keys: [listKeys()] }[name] ?? (figure && [Object.assign(new Image(), { src: figure.src, alt: figure.alt })]);
    if (!inside) return uncover(isTold);
    covered = name;
    cover.replaceChildren(...inside);
    cover.style.background = figure ? "#fff" : "#000";
    cover.classList.add("show-here");
    if (!isTold) tell();
  }

  function uncover(isTold = false) {
    if (covered === null) return;
    covered = null;
    cover.classList.remove("show-here");
    if (!isTold) tell();
  }

  function listKeys() {
    const { words } = show;
    const table = make("table");
    const add = (key, ...text) => {
      const row = table.insertRow();
      row.insertCell().append(Object.assign(make("kbd"), { textContent: key }));
      row.insertCell().append(...text);
    };
    const keys = {
      "← →": words.turn, "1 2 … Enter": words.jump, Esc: words.leave, b: words.black, z: words.zoom, t: words.timer,
      o: words.overview, p: words.presenter, f: words.full_screen, "?": words.keys,
    };
    for (const [key, text] of Object.entries(keys)) add(key, text);
    const others = Object.keys(show.routes).filter((name) => name !== route);
    for (const name of others) add("", findRoute(name, `${words.route} ${name} (${show.routes[name].length})`));
    if (route) add("", findRoute("", `${words.whole} (${show.slides})`));
    return table;
  }

  function findRoute(name, textContent) {
    return make("a", "", { textContent, href: `${location.href.split(/[?#]/)[0]}${name && `?${new URLSearchParams({ route: name })}`}` });
  }

  // ---- Keys, and where one points ----

  const TURNS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  const COVERS = { b: "black", ".": "black", "?": "keys" };

  function press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !perform(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Whether a key has done something that Marp need not do too.
  function perform(key) {
    if (/^\d$/.test(key)) return ask(digits + key);
    const number = digits;
    ask("");
    if (number) return key === "Enter" ? jump(Number(number)) : key === "Escape";
    if (key === "z") return magnify();
    if (key === "t") return toggleTimer();
    if (key in COVERS) return lay(covered === COVERS[key] ? null : COVERS[key]) || true;
    if (covered !== null) return key in TURNS || ["Escape", "Backspace"].includes(key) ? uncover() || true : false;
    if (!opened) return false;
    if (key in TURNS) turn(TURNS[key]);
    else if (["Escape", "Backspace"].includes(key)) leave();
    else return false;
    return true;
  }

  function ask(text) {
    digits = text.slice(-4);
    deck.querySelector(".show-asked")?.remove();
    if (digits) deck.append(Object.assign(make("div", "show-asked"), { textContent: `${digits} / ${slides.length}` }));
    return true;
  }

  function jump(number) {
    close();
    uncover();
    setAddress(Math.min(Math.max(number, 1), slides.length) - 1);
    lead();
    return true;
  }

  // One figure after the other, then the slide again.
  function magnify() {
    const next = typeof covered === "number" ? covered + 1 : 0;
    lay(next < findFigures().length ? next : null);
    return true;
  }

  function point(event) {
    const { target } = event;
    if (target === back) {
      event.preventDefault();
      leave();
    } else if (cover.contains(target)) {
      if (!target.closest("a")) uncover();
    } else if (findFigures().includes(target)) lay(findFigures().indexOf(target));
  }

  // ---- The timer: from the first turn on, in the presenter's window in place of Marp's ----

  function setTimer() {
    const marps = document.querySelector(".bespoke-marp-presenter-info-timer");
    if (marps && show.minutes) {
      timer.classList.add(...marps.classList);
      marps.hidden = true;
      marps.style.display = "none";
      marps.after(timer);
    }
    timer.addEventListener("click", () => {
      ends = 0;
      tick();
    });
    setInterval(tick, 250);
    tick();
  }

  function tick() {
    const whole = (show.minutes ?? 0) * 60;
    const left = ends ? Math.round((ends - Date.now()) / 1000) : whole;
    const [minutes, seconds] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
    timer.textContent = `${show.minutes && left < 0 ? "−" : ""}${minutes}:${String(seconds).padStart(2, "0")}`;
    timer.classList.toggle("show-late", Boolean(show.minutes) && left < 0);
  }

  function toggleTimer() {
    if (timer.parentElement) timer.remove();
    else deck.append(timer);
    return true;
  }

  // ---- The other window: Marp's own way of keeping both in step ----

  function tell() {
    const target = opened?.querySelector("tr.here a[name]")?.name ?? (opened ? `${pages.indexOf(opened) + 1}` : "");
    const layer = { page: target, covered: covered === "keys" ? null : covered };
    try {
      if (isOver()) localStorage.setItem(syncKey, JSON.stringify(layer));
      else localStorage.removeItem(syncKey);
    } catch {
      // A browser that keeps nothing has one window.
    }
  }

  function obey({ page = "", covered: name = null }) {
    const { place, target } = find(`#${page}`);
    if (place >= slides.length) open(pages[place], target, true);
    else close(true);
    lay(name, true);
  }
})();
