// Presents a page in a browser without a network, and tells what is to be seen:
//
//     node audience.mjs MODULES BROWSER
//
// Reads lines of JSON, a task each, and answers each by a line: {"open": URL}, {"press": KEY},
// {"click": SELECTOR}, {"back": true}, {"reload": true}, {"until": EXPRESSION},
// {"ask": EXPRESSION}, {"picture": FILE}, {"close": true}. A task `within` another window than the first names a part of its address.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [modules, executablePath] = process.argv.slice(2);
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");
const browser = await puppeteer.launch({
  executablePath,
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: join(process.env.TMPDIR, "profile"),
});
const room = await browser.newPage();
const faults = [];
await room.setViewport({ width: 1280, height: 720 });
await room.setOfflineMode(true);
room.on("pageerror", (error) => faults.push(String(error)));

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const task = JSON.parse(line);
    const tab = task.within ? await find(task.within) : room;
    const asked = await perform(tab, task);
    const seen = task.close ? {} : await tab.evaluate(look);
    console.log(JSON.stringify({ ...seen, asked, faults: faults.splice(0) }));
  }
} finally {
  await browser.close();
}

async function find(part) {
  const target = await browser.waitForTarget((one) => one.url().includes(part));
  return target.page();
}

async function perform(tab, { open, press, click, back, reload, until, ask, picture, window, close }) {
  await tab.bringToFront();
  // By way of an empty page, or another address of the same one would load nothing anew.
  if (open) await tab.goto("about:blank").then(() => tab.goto(open, { waitUntil: "load" }));
  if (reload) await tab.reload({ waitUntil: "load" });
  if (window) await tab.setViewport(window);
  if (press) await tab.keyboard.press(press);
  if (click) await tab.click(click);
  if (back) {
    const before = tab.url();
    await tab.evaluate(() => history.back());
    await tab.waitForFunction((before) => location.href !== before, { polling: 20 }, before);
  }
  if (close) return tab.close();
  await tab.evaluate(settle);
  // What another window tells comes in its own time.
  if (until) await tab.waitForFunction(until, { polling: 20, timeout: 20000 });
  if (picture) await tab.screenshot({ path: picture });
  return ask ? tab.evaluate(ask) : undefined;
}

async function settle() {
  await document.fonts.ready;
  // What scripts do "at once" they do after what they do now.
  for (let turn = 0; turn < 3; turn++) await new Promise((done) => setTimeout(done));
}

// What a person in front of the page would see.
function look() {
  const slide = document.querySelector(".bespoke-marp-active");
  const section = slide?.querySelector("section[id]:not([data-marpit-advanced-background=background])");
  const steps = [...(slide?.querySelectorAll("[data-marpit-fragment]") ?? [])];
  return {
    address: location.search + location.hash,
    slide: section ? Number(section.id) : 0,
    heading: section?.querySelector("h1, h2")?.textContent.trim() ?? "",
    steps: steps.filter((step) => getComputedStyle(step).visibility === "visible").length,
  };
}
