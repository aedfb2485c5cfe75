// Presents one HTML file as a room without a network would see it:
//
//     node show.mjs MODULES BROWSER PAGE
//
// Every request but those for the file itself is refused, and told. Prints JSON: what was
// refused, what of the page is there, and what the presenter sees before and after a key.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, page] = process.argv.slice(2);
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");
const address = pathToFileURL(resolve(page)).href;
const refused = [];

const browser = await puppeteer.launch({
  executablePath,
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu"],
  userDataDir: process.env.TMPDIR && join(process.env.TMPDIR, "profile"),
});
try {
  const room = await browser.newPage();
  await refuseAllElse(room);
  await room.goto(address, { waitUntil: "load" });
  const there = await room.evaluate(look);

  const [target] = await Promise.all([
    browser.waitForTarget((target) => target.url().includes("view=presenter")),
    room.keyboard.press("p"),
  ]);
  const presenter = await target.page();
  // The window that opened by itself began to load before it could be watched.
  await refuseAllElse(presenter);
  await presenter.reload({ waitUntil: "load" });
  const before = await watch(room, presenter, 1);

  await room.bringToFront();
  await room.keyboard.press("ArrowRight");
  const after = await watch(room, presenter, 2);
  await presenter.bringToFront();
  await presenter.keyboard.press("ArrowRight");
  const back = await watch(room, presenter, 3);

  const fonts = await room.evaluate(async () => {
    await document.fonts.ready;
    const loaded = [...document.fonts].filter((font) => font.status === "loaded");
    return loaded.map((font) => `${font.family} ${font.weight}`);
  });
  console.log(JSON.stringify({ refused, ...there, fonts, presenter: [before, after, back] }));
} finally {
  await browser.close();
}

async function refuseAllElse(tab) {
  await tab.setRequestInterception(true);
  tab.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("data:") || url.split(/[?#]/)[0] === address) return request.continue();
    refused.push(url);
    return request.abort();
  });
}

async function look() {
  const images = [...document.images];
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
  const figures = [...document.querySelectorAll("figure, section")];
  const backgrounds = figures.map((figure) => getComputedStyle(figure).backgroundImage);
  return {
    widths: images.map((image) => image.naturalWidth),
    backgrounds: backgrounds.filter((image) => image !== "none").map((image) => image.split(";")[0]),
    links: [...document.querySelectorAll("section a")].map((link) => link.getAttribute("href")),
  };
}

// What room and presenter see, once both are at a slide.
async function watch(room, presenter, slide) {
  const at = (number) => document.querySelector(".bespoke-marp-active section[id]")?.id === `${number}`;
  // A window behind another draws no frames to wait for.
  const often = { polling: 50 };
  await room.waitForFunction(at, often, slide);
  await presenter.waitForFunction(at, often, slide);
  const frame = await presenter.waitForFrame((frame) => frame.url().includes("view=next"));
  if (slide < 3) await frame.waitForFunction(at, often, slide + 1);
  return presenter.evaluate(() => ({
    page: document.querySelector(".bespoke-marp-presenter-info-page").textContent,
    notes: [...document.querySelectorAll(".bespoke-marp-note")]
      .filter((note) => getComputedStyle(note).display !== "none")
      .map((note) => note.innerText),
  }));
}
