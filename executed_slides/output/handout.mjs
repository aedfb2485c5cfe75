// Prints a page to PDF, once its fonts and pictures are there:
//
//     node handout.mjs MODULES BROWSER PAGE PDF
//
// MODULES is the node_modules that holds puppeteer-core. Letters beside the slides are those
// of the slides, and emoji are pictures there too.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findEmoji } from "./marp_engine.mjs";

const [modules, executablePath, page, pdf] = process.argv.slice(2);

try {
  await print();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function drawEmoji(notes) {
  const folder = join(resolve(modules), "@discordapp", "twemoji", "dist");
  return notes.replace(/\p{RGI_Emoji}/gv, (emoji) => {
    const address = findEmoji([...emoji].map((sign) => sign.codePointAt(0).toString(16)).join("-"), folder);
    return address ? `<img class="emoji" alt="${emoji}" src="${address}">` : emoji;
  });
}

async function print() {
  writeFileSync(page, readFileSync(page, "utf-8").replace(/<aside><p class="number">.*?<\/aside>/gs, drawEmoji));
  const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");
  const browser = await puppeteer.launch({
    executablePath,
    headless: "shell",
    // A sandbox is not to be had in every container; the only page that is opened is the deck.
    args: ["--no-sandbox", "--disable-gpu"],
    userDataDir: process.env.TMPDIR && join(process.env.TMPDIR, "handout-profile"),
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(resolve(page)).href, { waitUntil: "load" });
    await tab.evaluate(settle);
    await tab.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true, outline: true });
  } finally {
    await browser.close();
  }
}

async function settle() {
  document.body.style.fontFamily = getComputedStyle(document.querySelector("section")).fontFamily;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}
