// The list of problems, in a corner of the page: a count, and when it is open each with its place,
// its reason, what mends it, and the slide that it leads to. It opens by itself for what stops slides.
const host = document.getElementById("problems");
const root = host.attachShadow({ mode: "open" });
root.innerHTML = `
<style>
  :host { all: initial; color-scheme: light dark; }
  [hidden] { display: none !important; }
  #all { position: fixed; z-index: 2; inset: auto auto 24px 12px; display: flex; flex-direction: column; align-items: start; gap: 8px;
    max-width: min(52rem, calc(100vw - 24px)); font: 14px/1.5 system-ui, "Noto Sans KR", sans-serif; overflow-wrap: anywhere; }
  #count { all: unset; padding: 4px 12px; border-radius: 99px; cursor: pointer; color: #fff; background: #a32036; box-shadow: 0 1px 4px #0004; }
  #count.stale { color: #3a2500; background: #ffc46b; }
  #count:focus-visible, a:focus-visible { outline: 3px solid #3b82c4; outline-offset: 2px; }
  ol { order: -1; box-sizing: border-box; width: 100%; max-height: 55vh; margin: 0; padding: 4px 16px; overflow: auto; list-style: none;
    color: light-dark(#1d2329, #e8ecf0); background: light-dark(#fff, #20262c); border: 1px solid light-dark(#d5dbe1, #3a434c);
    border-radius: 10px; box-shadow: 0 8px 30px #0003, 0 1px 4px #0002; }
  li { margin: 10px 0; padding: 2px 0 2px 12px; border-left: 3px solid #c8324a; }
  li.stale { border-color: #e8a33d; }
  p { margin: 0; white-space: pre-wrap; }
  code { font: 14px/1.5 ui-monospace, "SF Mono", Consolas, monospace; }
  .place { display: flex; gap: 14px; justify-content: space-between; color: light-dark(#5b6670, #a3afba); }
  .mend { color: light-dark(#5b6670, #a3afba); }
  a { flex: none; color: light-dark(#1f5f9e, #84b9ea); text-decoration: none; }
  a:hover { text-decoration: underline; }
</style>
<div id="all" hidden><button id="count" type="button" aria-expanded="false" aria-controls="list"></button><ol id="list" lang="en" hidden></ol></div>`;
const [all, count, list] = ["all", "count", "list"].map((id) => root.getElementById(id));
const make = (tag, text = "", about = {}) => Object.assign(document.createElement(tag), { textContent: text, ...about });
// What stops the slides now, and whether the list was opened for that.
let stopping = "";
let byItself = false;

function open(wanted) {
  list.hidden = !wanted;
  count.ariaExpanded = String(!list.hidden);
}

function draw({ kind, place, reason, mend, slide }) {
  const item = make("li", "", { className: kind });
  const first = make("div", "", { className: "place" });
  first.append(make("code", place));
  if (slide) first.append(make("a", `slide ${slide} →`, { href: `#${slide}` }));
  if (place || slide) item.append(first);
  item.append(make("p", reason));
  if (mend) item.append(make("p", mend, { className: "mend" }));
  return item;
}

document.addEventListener("shown", ({ detail: { listed } }) => {
  all.hidden = !listed.length;
  count.textContent = `${listed.length} problem${listed.length === 1 ? "" : "s"}`;
  count.className = listed.every(({ kind }) => kind === "stale") ? "stale" : "";
  list.replaceChildren(...listed.map(draw));
  const now = listed.filter(({ kind }) => kind === "failed").map(({ place, reason }) => place + reason).join();
  if (now !== stopping && now) byItself = true;
  if (now !== stopping && byItself) open(now);
  stopping = now;
});
count.addEventListener("click", () => {
  byItself = false;
  open(list.hidden);
});
// On the button the space key opens the list, and turns no slide.
host.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && event.stopPropagation());
