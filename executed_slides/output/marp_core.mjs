// Renders decks with Marp-core, one line of JSON each, until its input ends; what is the same
// as in the last rendering, the style and the colours of code, is not made again.
//
//     node marp_core.mjs node_modules OPTIONS
//
//     {"markdown", "name", "css"} ──▶ {"slides": [HTML, …], "css", "notes": [[text, …], …]}
//                                  or {"error": {"message", "line"}}
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { settle } from "./marp_engine.mjs";

const [modules, options] = process.argv.slice(2);
const { Marp } = createRequire(join(resolve(modules), "any.js"))("@marp-team/marp-core");
const LAYOUT = { container: [], slideContainer: [], inlineSVG: true, script: false };

class Deck extends Marp {
  blocks = new Map();

  highlighter(...block) {
    const key = JSON.stringify(block);
    if (!this.blocks.has(key)) this.blocks.set(key, super.highlighter(...block));
    return this.blocks.get(key);
  }

  // The style changes with the theme and with <style> in the Markdown, not with each word.
  renderStyle(theme) {
    const key = JSON.stringify([theme, this.lastStyles, this.themeSetPackOptions()]);
    if (key !== this.styleKey) {
      this.style = super.renderStyle(theme);
      this.styleKey = key;
    }
    return this.style;
  }
}

let deck, style, last;

function render(task) {
  const wanted = JSON.stringify([task.name, task.css]);
  if (wanted !== style) {
    deck = settle(new Deck({ ...JSON.parse(options), ...LAYOUT }), task.name);
    if (task.css) deck.themeSet.add(task.css);
    style = wanted;
  }
  const { html, css, comments } = deck.render(task.markdown, { htmlAsArray: true });
  return { slides: html, css, notes: comments };
}

// V8 makes fast code of what ran often: for so many milliseconds, in which nobody waits, the last
// deck is rendered again and again.
let practice = 600;

function practise(task) {
  if (task !== last || practice <= 0) return;
  const start = performance.now();
  render(task);
  practice -= performance.now() - start;
  setImmediate(practise, task);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    last = JSON.parse(line);
    answer = render(last);
    setImmediate(practise, last);
  } catch (error) {
    answer = { error: { message: error.reason ?? error.message, line: error.line ?? null } };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
