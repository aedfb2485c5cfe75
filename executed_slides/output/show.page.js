// What a finished page does beside Marp's own turning of slides:
//
//     a link or an address   opens a slide with all that builds up on it
//     a number's link        opens the appendix at the number's row, over the slide, and back
//     words beside slides    are in the slides' fonts
//
// It stands before Marp's script, which takes the slides that are there then: those of the
// appendix come back later, and no counter, key or overview of Marp's knows them. Afterwards it
// leads Marp by the address: `f` is how many steps of a slide are shown, `#5` which one it is. What
// it knows of the deck stands before it, from output/show.py.
(() => {
  const show = JSON.parse(document.currentScript.previousElementSibling.textContent);
  const deck = document.getElementById(":$p");
  const view = new URLSearchParams(location.search).get("view") ?? "";
  const slides = [...deck.children];
  const appendix = slides.splice(show.slides);
  const back = Object.assign(document.createElement("a"), { className: "show-back", href: "#" });
  let opened = null;
  let active = 0;
  let syncKey = "";

  // With Marp's own style, which is the first, a measurement puts ours aside too.
  document.querySelector("style").append(findStyle());
  for (const page of appendix) page.remove();
  const asked = view ? "" : findAsked();
  addEventListener("popstate", hear);
  addEventListener("hashchange", hear);
  addEventListener("keydown", press, true);
  for (const name of ["wheel", "touchend"]) addEventListener(name, (event) => opened && event.stopPropagation(), true);
  addEventListener("storage", (event) => event.key === syncKey && reopen(event.newValue));
  back.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  if (["", "presenter"].includes(view)) addEventListener("DOMContentLoaded", start);

  function start() {
    for (const page of appendix) page.classList.add("show-page");
    deck.append(...appendix);
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

  function findStyle() {
    const family = getComputedStyle(slides[0].querySelector("section")).fontFamily;
    return `@media screen {
      body, .bespoke-marp-osc, .bespoke-marp-presenter-container { font-family: ${family} !important; }
      .bespoke-marp-osc button, .bespoke-marp-presenter-container button { font-family: inherit; }
      .show-page { display: none; position: absolute; inset: 0; width: 100%; height: 100%; }
      [data-bespoke-view=presenter] .show-page { inset: 20px; width: calc(100% - 40px); height: calc(100% - 40px); }
      .show-page.show-here { display: block; }
      .show-open > :is(.bespoke-marp-slide, .bespoke-marp-osc) { visibility: hidden; }
      .show-back { display: none; position: absolute; top: 0; right: 0; padding: 8px 16px; z-index: 1;
        color: #fff; background: #1c2530; border-radius: 0 0 0 6px; font-size: 16px; line-height: 1.4; text-decoration: none; }
      .show-open > .show-back { display: block; }
    }`;
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
    // The presenter's windows are where the first one is, however much of a slide that shows.
    if (hash) setAddress(Math.max(0, slides.findIndex((slide) => slide.querySelector(`a[href="${CSS.escape(hash)}"]`))));
    else if (isNew() && place >= 0) setAddress(place);
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
    if (place >= slides.length) return open(appendix[place - slides.length], target);
    close();
    if (isNew() && place >= 0) setAddress(place);
    dispatchEvent(Object.assign(new PopStateEvent("popstate"), { isOurs: true }));
  }

  // The place of the slide that an address names, by its number or by what stands on it.
  function find(hash) {
    const name = hash.slice(1).split(":~:")[0];
    const all = [...slides, ...appendix];
    if (/^\d+$/.test(name)) return { place: Math.min(Math.max(Number(name), 1), all.length) - 1 };
    const selector = `[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`;
    const targets = all.map((slide) => name && slide.querySelector(selector));
    const place = targets.findIndex(Boolean);
    return { place, target: targets[place] };
  }

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
    close();
  }

  function open(page, target, isTold = false) {
    close(true);
    opened = page;
    page.classList.add("show-here");
    target?.closest("tr")?.classList.add("here");
    back.textContent = `← ${show.words.back.replace("{}", findActive() + 1)} (Esc)`;
    deck.append(back);
    deck.classList.add("show-open");
    if (!isTold) tell(target?.name ?? `${slides.length + appendix.indexOf(page) + 1}`);
  }

  function close(isTold = false) {
    if (!opened) return;
    opened.classList.remove("show-here");
    for (const row of deck.querySelectorAll("tr.here")) row.classList.remove("here");
    deck.classList.remove("show-open");
    opened = null;
    if (!isTold) tell("");
  }

  // To the slide that one came from, as one left it.
  function leave() {
    if (find(location.hash).place >= slides.length) history.back();
    else close();
  }

  function turn(by) {
    const page = appendix[appendix.indexOf(opened) + by];
    if (!page) return;
    if (find(location.hash).place >= slides.length) {
      history.replaceState({ ...history.state }, "", `#${slides.length + appendix.indexOf(page) + 1}`);
    }
    open(page);
  }

  const TURNS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  function press(event) {
    if (!opened || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in TURNS) turn(TURNS[event.key]);
    else if (["Escape", "Backspace"].includes(event.key)) leave();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // ---- The other window: Marp's own way of keeping both in step ----

  function tell(name) {
    try {
      if (name) localStorage.setItem(syncKey, name);
      else localStorage.removeItem(syncKey);
    } catch {
      // A browser that keeps nothing has one window.
    }
  }

  function reopen(name) {
    const { place, target } = find(`#${name ?? ""}`);
    if (name && place >= slides.length) open(appendix[place - slides.length], target, true);
    else close(true);
  }
})();
