// Measures a rendered deck in a browser, and takes its picture:
//
//     node layout.mjs MODULES BROWSER PAGE [FOLDER]
//
// MODULES is the node_modules that holds puppeteer-core, PAGE is HTML of Marp's bare
// template: on the ordinary one the hidden slides are not laid out. Prints JSON, one entry
// a slide; with FOLDER it leaves there a PNG of every slide.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, browserPath, page, folder] = process.argv.slice(2);
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: process.env.TMPDIR && join(process.env.TMPDIR, "profile"),
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 720 });
  await tab.goto(pathToFileURL(resolve(page)).href, { waitUntil: "load" });
  await tab.evaluate(settle);
  console.log(JSON.stringify(await tab.evaluate(measure)));
  if (folder) await photograph(tab, resolve(folder));
} finally {
  await browser.close();
}

// Fonts, pictures and two frames: before these the page is not what the room will see.
async function settle() {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}

function measure() {
  const slides = [...document.querySelectorAll("svg[data-marpit-svg]")];
  return slides.map((slide, index) => {
    const content = "section:not([data-marpit-advanced-background=background], [data-marpit-advanced-background=pseudo])";
    const section = slide.querySelector(content);
    const box = section.getBoundingClientRect();
    const scale = box.width / section.offsetWidth;
    const shown = [...section.querySelectorAll("*")].filter(
      (element) => !element.closest("header, footer, mjx-assistive-mml") && hasSize(element),
    );
    const ends = shown.map((element) => element.getBoundingClientRect());
    const past = (edges, limit) => Math.max(0, Math.round((Math.max(...edges, limit) - limit) / scale));
    const pageNumber = 40;
    return {
      slide: index + 1,
      title: section.querySelector("h1, h2, h3, h4, h5")?.textContent.trim() ?? "",
      overflow_px_bottom: past(ends.map((end) => end.bottom), box.bottom - pageNumber * scale),
      overflow_px_right: Math.max(
        past(ends.map((end) => end.right), box.right),
        ...shown.map((element) => cut(element)),
      ),
      broken_images: [...section.querySelectorAll("img")]
        .filter((image) => image.naturalWidth === 0)
        .map((image) => image.getAttribute("src")),
    };
  });

  function hasSize(element) {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  }

  // Pixels of text that lie beyond an element's own right edge: a code line that is too long.
  function cut(element) {
    return element.matches("pre, td, th") ? Math.max(0, element.scrollWidth - element.clientWidth) : 0;
  }
}

async function photograph(tab, folder) {
  const slides = await tab.$$("svg[data-marpit-svg]");
  for (const [index, slide] of slides.entries()) {
    const number = String(index + 1).padStart(3, "0");
    await slide.screenshot({ path: join(folder, `${number}.png`) });
  }
}
