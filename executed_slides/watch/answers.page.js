// What a part of a slide comes from: marked where it is stale, told on a card when it is clicked.
//
// The slides stay as Marp made them. All that is drawn here lies above them, in a tree of its own
// that no theme reaches; what is bound is found by its letters, which the watching process knows.
const MARGIN = 12;
const UNSEEN = /[\s\u2060\u200b\ufeff\u00ad]/u;
const NO_WORDS = "style, script, mjx-container, .katex";
const slides = document.getElementById("slides");
const host = Object.assign(document.createElement("div"), { id: "answers" });
document.body.prepend(host); // Before the slides: so the tab key comes to the marks first.
const root = host.attachShadow({ mode: "open" });
root.innerHTML = `
<style>
  :host { all: initial; color-scheme: light dark; }
  #marks button { all: unset; position: fixed; z-index: 1; inset: 0 auto auto 0; pointer-events: none; }
  #marks i { position: fixed; border-radius: 3px; }
  .stale i { border-bottom: 2px dotted #d97706; border-radius: 0; }
  .stale.large i { border: 2px dotted #d97706; }
  #marks .pointed i, #marks .open i { outline: 1.5px solid #3b82c4; outline-offset: 2px; }
  #marks button:focus-visible i { outline: 3px solid #3b82c4; outline-offset: 2px; }
  #card {
    position: fixed; z-index: 3; box-sizing: border-box; width: max-content; max-width: min(30rem, calc(100vw - ${2 * MARGIN}px));
    max-height: calc(100vh - ${2 * MARGIN}px); overflow: auto; padding: 14px 16px 12px;
    font: 14px/1.5 system-ui, var(--lent, sans-serif), sans-serif; overflow-wrap: anywhere;
    color: light-dark(#1d2329, #e8ecf0); background: light-dark(#fff, #20262c);
    border: 1px solid light-dark(#d5dbe1, #3a434c); border-radius: 10px; box-shadow: 0 8px 30px #0003, 0 1px 4px #0002;
  }
  #card:focus { outline: none; }
  [hidden] { display: none !important; }
  header { display: flex; gap: 12px; align-items: start; justify-content: space-between; }
  h2 { margin: 0; font-size: 20px; line-height: 1.3; font-weight: 650; max-height: 4em; overflow: hidden; }
  #close { all: unset; flex: none; width: 26px; height: 26px; margin: -2px -6px 0 0; border-radius: 6px; text-align: center;
    font-size: 18px; line-height: 26px; color: light-dark(#5b6670, #a3afba); cursor: pointer; }
  #close:hover { background: light-dark(#eef1f4, #323b44); }
  #close:focus-visible { outline: 2px solid #3b82c4; }
  section + section { margin-top: 12px; padding-top: 12px; border-top: 1px solid light-dark(#e6eaee, #343c44); }
  code, .number { font: 14px/1.5 ui-monospace, "SF Mono", Consolas, monospace, var(--lent, sans-serif); font-variant-numeric: tabular-nums; }
  .key { display: block; margin: 1px 0 0; color: light-dark(#5b6670, #a3afba); }
  .warning { margin: 10px 0 0; padding: 7px 10px; border-radius: 6px; color: light-dark(#6b3d00, #ffd58f); background: light-dark(#fff4de, #3b2f1b); }
  .warning code { display: block; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 5px 14px; margin: 10px 0 0; }
  dt { color: light-dark(#5b6670, #a3afba); }
  dd { margin: 0; min-width: 0; }
  dd div { display: flex; gap: 10px; justify-content: space-between; }
  .runs div { justify-content: start; }
  .runs { display: grid; gap: 0 26px; }
  .runs span:first-child, .point { color: light-dark(#5b6670, #a3afba); }
  a { display: inline-block; color: light-dark(#1f5f9e, #84b9ea); text-decoration: none; }
  a:hover, a:focus-visible { text-decoration: underline; }
</style>
<div id="marks"></div>
<div id="card" role="dialog" tabindex="-1" aria-labelledby="title" hidden></div>`;
const [marks, card] = ["marks", "card"].map((id) => root.getElementById(id));
let parts = [];
let told = {};
let opened = null;

const make = (tag, text = "", about = {}) => Object.assign(document.createElement(tag), { textContent: text, ...about });

function into(element, ...held) {
  element.append(...held);
  return element;
}

async function ask(question, asked) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`/ask/${question}`, { method: "POST", headers, body: JSON.stringify(asked) });
  return answer.ok ? answer.json() : null;
}

// ---- What the slide shows ----

function findPages(slide) {
  const pages = [...slide.querySelectorAll("foreignObject > section")];
  const layer = (page) => page.dataset.marpitAdvancedBackground ?? "content";
  return pages.filter((page) => layer(page) === "content");
}

// The letters of the header, of what is between, and of the footer, each with its node and place.
function readLetters(slide) {
  const zones = { header: [], body: [], footer: [] };
  for (const page of findPages(slide)) {
    const margins = [...page.children].filter((child) => child.matches("header, footer"));
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
      node.nodeType === 1 && node.matches(NO_WORDS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const margin = margins.find((one) => one.contains(node));
      takeLetters(node, zones[margin?.localName ?? "body"]);
    }
  }
  return zones;
}

function takeLetters(node, letters) {
  if (node.nodeType === 1) {
    // An emoji may be drawn by a picture.
    if (node.matches("img[data-marp-twemoji]")) for (const sign of node.alt) letters.push({ sign, node });
    return;
  }
  let at = 0;
  for (const sign of node.data) {
    if (!UNSEEN.test(sign)) letters.push({ sign, node, start: at, end: at + sign.length });
    at += sign.length;
  }
}

function rangeOf(letters, { zone, start, end }) {
  const [first, last] = [letters[zone][start], letters[zone][end - 1]];
  const range = document.createRange();
  if (first.start === undefined) range.setStartBefore(first.node); else range.setStart(first.node, first.start);
  if (last.end === undefined) range.setEndAfter(last.node); else range.setEnd(last.node, last.end);
  return range;
}

const fileOf = (address) => decodeURIComponent(new URL(address, location.href).pathname).slice(1);

function findPicture(slide, { picture, nth }) {
  const grounds = [...slide.querySelectorAll("figure, section")].filter((element) => {
    const address = /url\("?(.*?)"?\)/.exec(element.style.backgroundImage)?.[1];
    return address && fileOf(address) === picture;
  });
  const shown = [...slide.querySelectorAll("img")].filter((image) => fileOf(image.src) === picture);
  return [...shown, ...grounds][nth];
}

// Where on the slide a part is: a range of its letters, or an element.
function locate(slide, letters, part) {
  if (part.picture) return findPicture(slide, part);
  if (part.formula !== null) return slide.querySelectorAll("mjx-container, .katex")[part.formula];
  const range = rangeOf(letters, part);
  const block = part.kind === "code" && range.startContainer.parentElement.closest("pre");
  return block || range;
}

function rectsOf(place) {
  const lines = [];
  for (const rect of place.getClientRects()) {
    if (!rect.width || !rect.height) continue;
    const line = lines.at(-1);
    const middle = (rect.top + rect.bottom) / 2;
    if (line && middle > line.top && middle < line.bottom && rect.left < line.right + rect.height && rect.right > line.left - rect.height) {
      Object.assign(line, { left: Math.min(line.left, rect.left), right: Math.max(line.right, rect.right) });
      Object.assign(line, { top: Math.min(line.top, rect.top), bottom: Math.max(line.bottom, rect.bottom) });
    } else {
      const { left, right, top, bottom } = rect;
      lines.push({ left, right, top, bottom });
    }
  }
  return lines;
}

// ---- Marks ----

const here = () => slides.querySelector(":scope > .here");
const numberOf = (slide) => [...slides.children].indexOf(slide) + 1;
let asking = 0;

async function look() {
  const slide = here();
  const asked = ++asking;
  if (!slide) return show(null, {}, null);
  const letters = readLetters(slide);
  const painted = Object.fromEntries(Object.entries(letters).map(([zone, all]) => [zone, all.map(({ sign }) => sign).join("")]));
  const answer = await ask("parts", { slide: numberOf(slide), painted }).catch(() => null);
  if (asked === asking && slide === here()) show(slide, letters, answer);
}

function show(slide, letters, answer) {
  const before = opened;
  told = answer ?? {};
  const found = (answer?.parts ?? []).map((part) => nameIt({ ...part, place: locate(slide, letters, part) }));
  parts = found.filter(({ place }) => place).sort(comesFirst);
  marks.replaceChildren(...parts.map(markOf));
  place();
  if (!before) return;
  // The same part as before the save, if it is still there, is told anew.
  const same = parts.find((part) => part.label === before.label && part.kind === before.kind && part.nth === before.nth);
  if (same) open(same, false); else close();
}

// What a part is called: what one reads there, and how it was asked for.
function nameIt(part) {
  const read = part.zone && part.kind !== "code" ? part.place.toString().trim().replace(/\s+/g, " ") : "";
  const text = read || part.picture.split("/").at(-1) || part.key;
  return { ...part, text, label: text === part.key ? text : `${text} · ${part.key}` };
}

function comesFirst(one, other) {
  const [a, b] = [one.place, other.place].map((at) => at.startContainer ?? at);
  if (a === b) return one.start - other.start;
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

function markOf(part) {
  const mark = make("button", "", { type: "button", ariaLabel: part.label, lang: told.lang });
  mark.ariaHasPopup = "dialog";
  mark.className = [part.stale && "stale", !part.place.startContainer && "large"].filter(Boolean).join(" ");
  mark.onclick = () => open(part, true);
  part.mark = mark;
  return mark;
}

// What is drawn follows what is painted: fonts and pictures come when they come.
function place() {
  for (const part of parts) {
    part.rects = rectsOf(part.place);
    part.mark.replaceChildren(...part.rects.map(({ left, top, right, bottom }) => {
      const box = make("i");
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
      return box;
    }));
  }
}

function hit(x, y) {
  const size = ({ rects }) => rects.reduce((sum, r) => sum + (r.right - r.left) * (r.bottom - r.top), 0);
  const there = parts.filter(({ rects }) => rects.some((r) => x > r.left - 2 && x < r.right + 2 && y > r.top - 2 && y < r.bottom + 2));
  return there.sort((one, other) => size(one) - size(other))[0];
}

function point(part) {
  for (const one of parts) one.mark.classList.toggle("pointed", one === part);
  slides.style.cursor = part ? "pointer" : "";
}

// ---- The card ----

async function open(part, byHand) {
  const asked = { revision: told.revision, sources: part.sources };
  const answer = await ask("card", asked).catch(() => null);
  if (!answer) return byHand ? look() : close();
  const link = part.place.startContainer?.parentElement.closest("a[href^='#']")?.getAttribute("href");
  const again = opened;
  close();
  opened = part;
  part.mark.classList.add("open");
  card.lang = told.lang;
  // Letters that the system lacks, the theme's fonts may have.
  card.style.setProperty("--lent", [...new Set([...document.fonts].map(({ family }) => family))].join() || "sans-serif");
  card.replaceChildren(...answer.entries.map((entry, at) => drawEntry({ ...entry, text: at ? entry.key : part.text }, at, link)));
  card.firstElementChild.querySelector("header").append(closeButton());
  card.hidden = false;
  put(part);
  if (byHand || again) card.focus({ preventScroll: true });
  const moved = await ask("moves", asked).catch(() => null);
  if (opened === part && moved?.moves.length) {
    tellMoves(moved.moves);
    put(part);
  }
}

function close() {
  opened?.mark.classList.remove("open");
  opened = null;
  card.hidden = true;
}

function closeButton() {
  return make("button", "×", { id: "close", type: "button", ariaLabel: told.words.close, onclick: leave });
}

// Back to where one was with the keyboard.
function leave() {
  const mark = opened?.mark;
  close();
  mark?.focus({ preventScroll: true });
}

function drawEntry(entry, at, link) {
  const words = told.words;
  const section = make("section");
  const header = section.appendChild(make("header"));
  const heading = header.appendChild(make("div"));
  const title = entry.text;
  heading.append(make("h2", title, at ? {} : { id: "title" }));
  if (entry.key !== title) heading.append(make("code", entry.key, { className: "key", lang: "zxx" }));
  for (const { reasons, mend } of entry.stale) {
    const warning = section.appendChild(make("p", `${words.stale} · `, { className: "warning" }));
    warning.append(make("span", reasons.join(", "), { lang: "en" }), make("code", mend));
  }
  const list = make("dl");
  const row = (label, ...held) => held.length && list.append(make("dt", label), into(make("dd"), ...held));
  const lines = (held) => held.map((line) => into(make("div"), make("code", line)));
  if (entry.kind === "claim") row(words.holds, make("span", entry.value, { className: "number" }));
  else if (entry.value && entry.value !== title) row(words.value, make("span", entry.value, { className: "number" }));
  if (entry.runs.length) row(words.runs, ...drawRuns(entry, words));
  row(words.made_of, ...entry.made_of.map(({ name, value }) => into(make("div"), make("code", name), make("span", value, { className: "number" }))));
  if (entry.because) row(words.because, make("span", entry.because));
  row(words.recorded, ...lines(entry.recorded));
  row(words.template, ...lines(entry.template));
  row(words.data, ...lines(entry.data));
  if (link) row(words.row, make("a", link.slice(1), { href: link }));
  if (list.children.length) section.append(list);
  return section;
}

function drawRuns(entry, words) {
  const point = entry.point ? [make("div", entry.point, { className: "point number" })] : [];
  const told = (value) => (value === true ? "✓" : value === false ? "✗" : value);
  const runs = into(make("div", "", { className: "runs number" }), ...entry.runs.map(({ run, value }) =>
    into(make("div"), make("span", `${words.seed} ${run}`), make("span", told(value), { className: "number" }))));
  const longest = Math.max(...entry.runs.map(({ run, value }) => run.length + String(told(value)).length));
  runs.style.gridTemplateColumns = `repeat(auto-fill, ${longest + 8}ch)`;
  return [...point, runs];
}

function tellMoves(moves) {
  const section = card.lastElementChild;
  const list = section.querySelector("dl") ?? section.appendChild(make("dl"));
  const say = ({ hash, date, subject }) => (hash ? `${date} · ${subject}` : told.words.not_committed);
  list.append(make("dt", told.words.moved), into(make("dd"), ...moves.slice(0, 3).map((move) => make("div", say(move)))));
}

// Below the part where there is room, else above it, else beside it; never out of the window.
function put(part) {
  const rects = part.rects.length ? part.rects : [{ left: MARGIN, right: MARGIN, top: MARGIN, bottom: MARGIN }];
  const box = { left: Math.min(...rects.map((r) => r.left)), top: Math.min(...rects.map((r) => r.top)), bottom: Math.max(...rects.map((r) => r.bottom)) };
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = box.bottom + MARGIN;
  const above = box.top - MARGIN - height;
  const top = below + height <= innerHeight - MARGIN ? below : above >= MARGIN ? above : innerHeight - MARGIN - height;
  const left = Math.min(box.left, innerWidth - MARGIN - width);
  Object.assign(card.style, { left: `${Math.max(MARGIN, left)}px`, top: `${Math.max(MARGIN, top)}px` });
}

// ---- What one does ----

const isOurs = (event) => event.composedPath().includes(host);
document.addEventListener("click", (event) => {
  if (isOurs(event) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !slides.contains(event.target)) return;
  if (!getSelection().isCollapsed) return;
  place();
  const part = hit(event.clientX, event.clientY);
  if (part) event.preventDefault();
  openAt(event, part);
}, true);
document.addEventListener("pointermove", (event) => point(isOurs(event) ? null : hit(event.clientX, event.clientY)));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened) leave();
  // In the card and on a mark these keys are theirs, and turn no slides.
  const own = opened && root.activeElement === card ? ["ArrowDown", "ArrowUp", "PageDown", "PageUp"] : [];
  if (isOurs(event) && [" ", "Enter", ...own].includes(event.key)) event.stopImmediatePropagation();
}, true);

// One who types is asked for nothing: what is bound is looked for in a pause, or at a click.
const PAUSE = 400;
let soon;

function lookSoon(pause) {
  clearTimeout(soon);
  soon = setTimeout(lookNow, pause);
}

function lookNow() {
  clearTimeout(soon);
  soon = null;
  return look();
}

async function openAt({ clientX, clientY }, part) {
  if (!part && soon) await lookNow();
  const there = part ?? hit(clientX, clientY);
  if (there) open(there, true); else close();
}

document.addEventListener("shown", () => {
  // What was replaced has no marks until it is looked at: a range in it has shrunk to nothing.
  const gone = ({ place }) => place.collapsed ?? !place.isConnected;
  for (const part of parts.filter(gone)) part.mark.remove();
  parts = parts.filter((part) => !gone(part));
  place();
  lookSoon(told.revision ? PAUSE : 0);
});
addEventListener("hashchange", () => {
  close();
  marks.replaceChildren();
  parts = [];
  lookSoon(0);
});
addEventListener("resize", () => {
  place();
  if (opened) put(opened);
});
document.fonts.addEventListener("loadingdone", place);
slides.addEventListener("load", place, true);
