// What a finished page does beside Marp's own turning of slides:
//
//     a link or an address   opens a slide with all that builds up on it
//     words beside slides    are in the slides' fonts
//
// It stands before Marp's script, which takes the slides as it finds them then, and follows the
// address: `f` is how many steps of a slide are shown, `#5` which one it is.
(() => {
  const deck = document.getElementById(":$p");
  const query = new URLSearchParams(location.search);
  const view = query.get("view") ?? "";
  const slides = [...deck.children];

  document.head.append(Object.assign(document.createElement("style"), { textContent: findStyle() }));
  addEventListener("popstate", hear);
  addEventListener("hashchange", hear);
  // The presenter's windows are where the first one is, however much of a slide that shows.
  if (!view && isNew()) follow();

  function findStyle() {
    const family = getComputedStyle(slides[0].querySelector("section")).fontFamily;
    return `@media screen {
      body, .bespoke-marp-osc, .bespoke-marp-presenter-container { font-family: ${family} !important; }
      .bespoke-marp-osc button, .bespoke-marp-presenter-container button { font-family: inherit; }
    }`;
  }

  // Whether an address was opened or typed; Marp and we leave a state in those that a talk passed.
  function isNew() {
    return history.state === null;
  }

  // Marp would show the first step of a slide, also of one that somebody comes back to.
  function hear(event) {
    if (event.isOurs) return;
    event.stopImmediatePropagation();
    follow();
  }

  function follow() {
    const at = findSlide(location.hash);
    if (isNew() && at >= 0) setAddress(at, countSteps(slides[at]));
    dispatchEvent(Object.assign(new PopStateEvent("popstate"), { isOurs: true }));
  }

  // The place of the slide that an address names, by its number or by what stands on it.
  function findSlide(hash) {
    const name = hash.slice(1).split(":~:")[0];
    if (/^\d+$/.test(name)) return Math.min(Math.max(Number(name), 1), slides.length) - 1;
    const target = name && findTarget(name);
    return target ? slides.findIndex((slide) => slide.contains(target)) : -1;
  }

  function findTarget(name) {
    return document.getElementById(name) ?? document.querySelector(`a[name="${CSS.escape(name)}"]`);
  }

  function countSteps(slide) {
    return slide.querySelectorAll("[data-marpit-fragment]").length;
  }

  function setAddress(at, steps) {
    const search = new URLSearchParams(location.search);
    if (steps) search.set("f", steps);
    else search.delete("f");
    const asked = search.size ? `?${search}` : "";
    history.replaceState({ ...history.state }, "", `${location.href.split(/[?#]/)[0]}${asked}#${at + 1}`);
  }
})();
