// Measures finished slides in a browser:
//
//     node layout.mjs MODULES BROWSER PAGE RESULT [--png FOLDER] [--fit SLIDE,SLIDE,…]
//
// MODULES is the node_modules that holds puppeteer-core; PAGE is Marp's HTML as it is shipped.
// It is measured as printed: on a screen, Marp's page lays out one slide at a time. Leaves JSON
// in the file RESULT, and in FOLDER, if given, a PNG of every slide. For the slides after --fit
// it tries what would make them fit.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  options: { png: { type: "string" }, fit: { type: "string" } },
  allowPositionals: true,
});
const [modules, browserPath, page, result] = positionals;
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");
// For a single step; for the whole there is a limit in output/layout.py.
const SECONDS = 120;
const WINDOW = { width: 1280, height: 720 };
const scripts = ["layout.page.js", "fit.page.js", "hidden.page.js"].map((name) =>
  readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf-8"),
);

const start = puppeteer.launch({
  executablePath: browserPath,
  headless: "shell",
  // Over a pipe the browser ends with us, whatever ends us.
  pipe: true,
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: process.env.TMPDIR && join(process.env.TMPDIR, "profile"),
  // A page that does not come, as the browser's first, would be waited for after a crash.
  waitForInitialPage: false,
  timeout: SECONDS * 1000,
  protocolTimeout: SECONDS * 1000,
});
const browser = await start.catch(fail);
try {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(SECONDS * 1000);
  // A page that crashes answers nothing any more.
  tab.on("error", (error) => fail(error));
  // As in a room without a network.
  await tab.setOfflineMode(true);
  const remote = new Set();
  tab.on("request", (request) => /^(https?|wss?):/.test(request.url()) && remote.add(request.url()));
  await tab.setViewport(WINDOW);
  await tab.emulateMediaType("print");
  await tab.goto(pathToFileURL(resolve(page)).href, { waitUntil: "load" });
  await tab.setViewport(await tab.evaluate(fitWindow, WINDOW));
  await tab.evaluate(settle);
  for (const script of scripts) await tab.evaluate(script);
  if (options.png) await photograph(tab, resolve(options.png));
  const mark = (await tab.evaluate(() => layout.isMarked())) ? await findMarkFonts(tab) : [];
  await tab.evaluate(() => layout.unmark());
  const count = await tab.evaluate(() => layout.slides().length);
  const slides = [];
  for (let index = 0; index < count; index++) {
    slides.push(await tab.evaluate((index) => layout.measure(layout.slides()[index]), index));
  }
  const broken = await tab.evaluate(findBroken, [...new Set(slides.flatMap((slide) => slide.grounds))]);
  for (const slide of slides) slide.grounds = slide.grounds.filter((ground) => broken.includes(ground));
  await findHidden(tab, slides);
  const wanted = options.fit?.split(",").map(Number) ?? [];
  const fits = await tab.evaluate(
    (wanted) => wanted.map((number) => ({ slide: number, ...layout.fit(layout.slides()[number - 1]) })),
    wanted,
  );
  const faces = await tab.evaluate(() => layout.faces());
  const foreign = await findForeignFonts(tab);
  writeFileSync(result, JSON.stringify({ slides, faces, foreign, mark, fits, remote: [...remote] }));
} catch (error) {
  // Puppeteer says in one way or another that what it asked for went with the browser.
  fail(browser.connected ? error : new Error("the browser closed"));
}
await browser.close();

// Takes the browser along: its pipe ends here.
function fail(error) {
  console.error(error.message);
  process.exit(1);
}

// The largest window for slides of this form, 4:3 or any other, in which nothing is beside them.
function fitWindow({ width, height }) {
  const page = document.querySelector("svg[data-marpit-svg]")?.viewBox.baseVal ?? { width, height };
  const scale = Math.min(width / page.width, height / page.height);
  return { width: Math.round(page.width * scale), height: Math.round(page.height * scale) };
}

// Fonts, pictures and two frames: before these the page is not what the room will see.
async function settle() {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}

// What of each slide is hidden, on paper or in a room, and what its style alone says.
async function findHidden(tab, slides) {
  const look = () => layout.slides().map((slide) => [layout.hidden(slide), layout.written(slide)]);
  const found = [await tab.evaluate(look)];
  for (const [slide, text] of await findUndrawn(tab)) found[0][slide][0].push(text);
  if (await tab.evaluate(() => layout.hasScreenStyle())) {
    await tab.emulateMediaType("screen");
    await tab.evaluate(() => layout.bare(true));
    found.push(await tab.evaluate(look));
    await tab.evaluate(() => layout.bare(false));
    await tab.emulateMediaType("print");
  }
  for (const [index, slide] of slides.entries()) {
    slide.hidden = union(found.map((look) => look[index][0]));
    slide.written = union(found.map((look) => look[index][1]));
  }
}

// Of what a filter or a mask may take away: that without which a drawing is the same.
async function findUndrawn(tab) {
  const undrawn = [];
  const count = await tab.evaluate(() => layout.doubtful.length);
  for (let index = 0; index < count; index++) {
    const about = await tab.evaluate((index) => layout.place(index), index);
    if (!about) continue;
    const drawn = await tab.screenshot({ clip: about.clip, encoding: "base64" });
    await tab.evaluate((index) => layout.blank(index, true), index);
    const without = await tab.screenshot({ clip: about.clip, encoding: "base64" });
    await tab.evaluate((index) => layout.blank(index, false), index);
    if (drawn === without) undrawn.push([about.slide, about.found]);
  }
  return undrawn;
}

function union(lists) {
  return [...new Map(lists.flat().map((one) => [JSON.stringify(one), one])).values()];
}

// Which of these addresses hold no picture.
async function findBroken(addresses) {
  const loads = (address) =>
    new Promise((done) => {
      const image = new Image();
      image.onload = () => done(true);
      image.onerror = () => done(false);
      image.src = address;
    });
  const good = await Promise.all(addresses.map(loads));
  return addresses.filter((_, index) => !good[index]);
}

// Text that the browser drew in a font of the machine, because none of the page's own has it.
async function findForeignFonts(tab) {
  await tab.evaluate(() => layout.tag(layout.slides()));
  const session = await tab.createCDPSession();
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  const asked = [...findTexts(root)].map(async ({ node, slide, text }) => {
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId: node.nodeId });
    return fonts.filter((font) => !font.isCustomFont).map((font) => ({ slide, text, font: font.familyName }));
  });
  return (await Promise.all(asked)).flat();
}

// The names, as a PDF has them, of the fonts in which the mark of a draft or a smoke run is drawn.
async function findMarkFonts(tab) {
  const session = await tab.createCDPSession();
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  const asked = [...findMarks(root)].map((node) =>
    session.send("CSS.getPlatformFontsForNode", { nodeId: node.nodeId }),
  );
  return [...new Set((await Promise.all(asked)).flatMap(({ fonts }) => fonts.map((font) => font.postScriptName)))];
}

function* findMarks(node) {
  if (node.nodeName === "SECTION") yield* (node.pseudoElements ?? []).filter((one) => one.pseudoType === "before");
  for (const child of node.children ?? []) yield* findMarks(child);
}

// Each tagged node that has text of its own, and each of its pseudo-elements.
function* findTexts(node) {
  const place = node.attributes?.indexOf("data-layout-slide") ?? -1;
  if (place >= 0) {
    const slide = Number(node.attributes[place + 1]);
    const text = (node.children ?? []).map((child) => (child.nodeType === 3 ? child.nodeValue : "")).join("").trim();
    if (text) yield { node, slide, text: text.slice(0, 60) };
    for (const pseudo of node.pseudoElements ?? []) yield { node: pseudo, slide, text: `::${pseudo.pseudoType}` };
  }
  const inside = [...(node.children ?? []), ...(node.shadowRoots ?? [])];
  for (const child of inside) yield* findTexts(child);
}

async function photograph(tab, folder) {
  const slides = await tab.$$("svg[data-marpit-svg]");
  for (const [index, slide] of slides.entries()) {
    const number = String(index + 1).padStart(3, "0");
    await slide.screenshot({ path: join(folder, `${number}.png`) });
  }
}
