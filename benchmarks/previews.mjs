// Looks at a page as a person does, and prints each new word when it has been painted:
//
//     node previews.mjs MODULES BROWSER URL
//
// Of words as in "saved abc." it prints {"word": "abc", "painted": SECONDS}; the page may load anew.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, browserPath, url] = process.argv.slice(2);
const puppeteer = createRequire(join(resolve(modules), "any.js"))("puppeteer-core");

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: join(process.env.TMPDIR, "profile"),
});
process.on("SIGTERM", () => browser.close());
process.stdin.on("end", () => browser.close()).resume();
const tab = await browser.newPage();
await tab.setViewport({ width: 1280, height: 734 });
await tab.exposeFunction("send", (told) => console.log(JSON.stringify(told)));
await tab.evaluateOnNewDocument(() => {
  let last;
  const look = () => {
    const word = document.body?.textContent.match(/saved ([a-z]+)\./)?.[1];
    if (word && word !== last) {
      last = word;
      requestAnimationFrame(() => setTimeout(() => send({ word, painted: Date.now() / 1000 })));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  document.addEventListener("DOMContentLoaded", look);
});
await tab.goto(url, { waitUntil: "load" });
