// Looks at a deck's page with axe-core, as a screen reader and weak eyes would meet it:
//
//     node axe.mjs MODULES AXE BROWSER PAGE
//
// MODULES is the node_modules that holds puppeteer-core, AXE the script of axe-core. A PAGE of Marp's
// bare template shows all slides at once. One that is presented hides from screen readers, and so
// from axe, all slides but one: it is turned slide by slide, evidence too, and each is looked at.
// Prints JSON: what WCAG A and AA forbid, headings that skip a level, and how many texts had
// their contrast measured.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, axe, browserPath, page] = process.argv.slice(2);
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
  await tab.evaluate(() => document.fonts.ready.then(() => {}));
  await tab.evaluate(readFileSync(axe, "utf-8"));
  const looked = [await tab.evaluate(look)];
  const isPresented = await tab.$(".bespoke-marp-slide");
  const pages = isPresented ? await tab.$$eval("svg[data-marpit-svg]", (found) => found.length) : 0;
  for (let number = 1; number <= pages; number++) {
    await tab.evaluate(turn, number);
    looked.push(await tab.evaluate(look, number));
  }
  console.log(JSON.stringify(joined(looked)));
} finally {
  await browser.close();
}

// To a slide, or a page of the evidence.
async function turn(number) {
  const at = document.querySelectorAll("svg[data-marpit-svg]")[number - 1];
  location.hash = `#${number}`;
  while (!at.matches(".bespoke-marp-active, .show-here")) await new Promise(requestAnimationFrame);
  // What fades in is looked at when it is there.
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}

function joined(looked) {
  return {
    violations: looked.flatMap((one) => one.violations),
    contrast_measured: looked.reduce((sum, one) => sum + one.contrast_measured, 0),
    contrast_unknown: looked.flatMap((one) => one.contrast_unknown),
  };
}

// At the page whole, or at one slide by its number.
async function look(number) {
  const slides = [...document.querySelectorAll("svg[data-marpit-svg]")];
  // axe walks through all that there is, also through what hidden slides hold.
  const hidden = number ? slides.filter((_, at) => at !== number - 1) : [];
  const held = hidden.map((slide) => [...slide.childNodes]);
  for (const slide of hidden) slide.replaceChildren();
  const found = await axe.run(number ? slides[number - 1] : document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    rules: { "heading-order": { enabled: true }, "empty-heading": { enabled: true } },
  });
  const entries = (results) =>
    results.flatMap((result) =>
      result.nodes.map((node) => ({
        rule: result.id,
        slide: slideOf(document.querySelector(node.target.at(-1))),
        element: node.html.slice(0, 120),
        why: node.failureSummary ?? "",
      })),
    );
  const contrast = (results) => entries(results.filter((result) => result.id === "color-contrast"));
  // The bare template's body scrolls through all slides; the one that is presented does not.
  const ofTemplate = ({ rule, element }) =>
    rule === "scrollable-region-focusable" && element === "<body>";
  const looked = {
    violations: entries(found.violations).filter((entry) => !ofTemplate(entry)),
    contrast_measured: contrast(found.passes).length,
    contrast_unknown: contrast(found.incomplete),
  };
  hidden.forEach((slide, at) => slide.append(...held[at]));
  return looked;

  // Counts from 1; 0 is what lies outside all slides.
  function slideOf(element) {
    return slides.findIndex((slide) => slide.contains(element)) + 1;
  }
}
