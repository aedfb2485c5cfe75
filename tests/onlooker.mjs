// Opens a preview in a browser, and prints a line of JSON for each change that it shows:
//
//     node onlooker.mjs MODULES BROWSER
//
// Reads lines of JSON: {"open": URL}, {"press": KEY}, {"click": LABEL}, {"picture": FILE}, {"hide":
// whether another tab is before it}. After a key or a click it tells of the card, {"card": {lines, lang, …}}, once that `says` something.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [modules, browserPath] = process.argv.slice(2);
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: join(process.env.TMPDIR, "profile"),
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 734 });
  await tab.exposeFunction("sendWords", (words) => console.log(JSON.stringify(words)));
  tab.on("pageerror", (error) => console.log(JSON.stringify({ fault: String(error) })));
  await tab.evaluateOnNewDocument(listen);
  for await (const line of createInterface({ input: process.stdin })) {
    const { open, press, says, click, picture, hide } = JSON.parse(line);
    // By way of an empty page, or another slide's address would load nothing anew.
    if (open) await tab.goto("about:blank").then(() => tab.goto(open));
    if (press) await tab.keyboard.press(press);
    if (click) await tab.mouse.click(...(await findMark(tab, click)));
    if (press || click) console.log(JSON.stringify({ card: await tab.evaluate(readCard, says ?? "") }));
    if (hide !== undefined) await tab.evaluate(beHidden, hide);
    if (picture) await tab.screenshot({ path: picture });
    console.log(JSON.stringify({ did: line }));
  }
} finally {
  await browser.close();
}

// Where on the page the bound part is that is called so, once it is found.
async function findMark(tab, label) {
  const found = await tab.waitForFunction((label) => {
    const marks = document.getElementById("answers").shadowRoot.querySelectorAll("#marks button");
    const box = [...marks].find((mark) => mark.ariaLabel === label)?.firstElementChild?.getBoundingClientRect();
    return box && [box.x + box.width / 2, box.y + box.height / 2];
  }, {}, label);
  return found.jsonValue();
}

// In the page: goes behind another tab, or comes back.
function beHidden(hidden) {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

// In the page: what the card says, once it says that; what has the focus, what is marked as stale,
// and the slide as it is, with its place.
async function readCard(says) {
  const root = document.getElementById("answers").shadowRoot;
  const card = root.getElementById("card");
  while (says && (card.hidden || !card.innerText.includes(says))) await new Promise((next) => setTimeout(next, 10));
  const slide = document.querySelector("#slides > .here");
  const { x, y, width, height } = slide.querySelector("section").getBoundingClientRect();
  return {
    lines: card.hidden ? [] : card.innerText.split(/\n+/),
    lang: card.lang,
    smallest: Math.min(...[...card.querySelectorAll("*")].map((one) => parseFloat(getComputedStyle(one).fontSize))),
    focus: root.activeElement?.id || root.activeElement?.ariaLabel || "",
    stale: [...root.querySelectorAll(".stale")].map((mark) => mark.ariaLabel),
    slide: [slide.outerHTML, x, y, width, height],
  };
}

// In the page: what a person in front of it would read, and when it was there to be read.
function listen() {
  const text = (id) => {
    const element = document.getElementById(id);
    return element.hidden ? "" : element.textContent;
  };
  const problems = () => {
    const list = document.getElementById("problems").shadowRoot.getElementById("list");
    return list.hidden ? [] : [...list.children].map((item) => item.innerText.split(/\n+/));
  };
  document.addEventListener("shown", ({ detail }) => {
    const there = Date.now() / 1000;
    requestAnimationFrame(() => setTimeout(() => {
      const slide = document.querySelector("#slides > .here");
      sendWords({
        slide: parseInt(location.hash.slice(1)) || 1,
        text: slide?.textContent.trim() ?? "",
        pictures: [...(slide?.querySelectorAll("img") ?? [])].map((image) => image.naturalWidth),
        count: document.querySelectorAll("#slides > svg").length,
        changed: detail.places,
        problems: problems(),
        stale: text("stale"),
        busy: text("busy"),
        times: { ...detail.times, there, painted: Date.now() / 1000 },
      });
    }));
  });
}
