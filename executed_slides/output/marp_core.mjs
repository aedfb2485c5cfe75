// Renders decks with Marp-core, one line of JSON each, until its input ends; what is the same
// as in the last rendering, most slides, the style and the colours of code, is not made again.
//
//     node marp_core.mjs node_modules OPTIONS
//
//     {"markdown", "name", "css"} ──▶ {"slides": [HTML, …], "notes": [[text, …], …], "css"}
//                                  or {"error": {"message", "line"}}
//
// A place, from 0, stands for the slide, or the notes, that the last answer had there; without
// "css" it is the same too.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { settle } from "./marp_engine.mjs";
import { Redrawing } from "./marp_redraw.mjs";

const [modules, options] = process.argv.slice(2);
const { Marp } = createRequire(join(resolve(modules), "any.js"))("@marp-team/marp-core");
const MOST_BLOCKS = 1000;
const LAYOUT = { container: [], slideContainer: [], inlineSVG: true, script: false };

class Deck extends Marp {
  blocks = new Map();

  highlighter(...block) {
    const key = JSON.stringify(block);
    if (this.blocks.size > MOST_BLOCKS) this.blocks.clear();
    if (!this.blocks.has(key)) this.blocks.set(key, super.highlighter(...block));
    return this.blocks.get(key);
  }

  renderMarkdown(markdown, env) {
    const { wanted } = this.redrawing;
    if (!wanted) return super.renderMarkdown(markdown, env);
    this.markdown.parse(markdown, env);
    const draw = (tokens) => this.markdown.renderer.render(tokens, this.markdown.options, env);
    return this.lastSlideTokens.map((tokens, slide) => (wanted(slide) ? draw(tokens) : ""));
  }

  // The style changes with the theme and with <style> in the Markdown, not with each word.
  renderStyle(theme) {
    if (this.redrawing.wanted) return this.style;
    const key = JSON.stringify([theme, this.themeSetPackOptions()]);
    if (key !== this.styleKey) {
      this.style = super.renderStyle(theme);
      this.styleKey = key;
    }
    return this.style;
  }

  // The style of the slides in another theme, or null where that may draw them otherwise.
  restyle({ name, css }) {
    const { drawn } = this.redrawing;
    const [before] = [this.describe(name), this.themeSet.add(css)];
    if (!drawn || this.lastGlobalDirectives.size || before !== this.describe(name)) return null;
    const style = this.themeSet.pack(...drawn.packing);
    const finished = this.finishStyle(style, drawn.slides.map(({ html }) => html));
    this.style = style;
    return finished;
  }

  // What of a theme decides how slides are drawn, beside their style.
  describe(name) {
    const { meta, importRules } = this.themeSet.get(name);
    const size = ["widthPixel", "heightPixel"].map((side) => this.themeSet.getThemeProp(name, side));
    return JSON.stringify([meta, importRules, size]);
  }
}

let deck, style, last;

function render(task) {
  const before = style;
  style = JSON.stringify([task.name, task.css]);
  if (style !== before) {
    const css = last && isRestyled(task) ? tryToRestyle(task) : null;
    const same = [...(deck?.redrawing.drawn?.slides ?? []).keys()];
    if (css) return { slides: same, notes: same, css };
    deck = settle(new Deck({ ...JSON.parse(options), ...LAYOUT }), task.name);
    deck.redrawing = new Redrawing(deck);
    if (task.css) deck.themeSet.add(task.css);
  }
  const redrawn = deck.redrawing.draw(task.markdown);
  if (redrawn) return redrawn;
  deck.redrawing.drawn = null;
  const drawn = deck.render(task.markdown, { htmlAsArray: true });
  deck.redrawing.remember(task.markdown, drawn);
  return { slides: drawn.html, css: drawn.css, notes: drawn.comments };
}

// Whether nothing but the theme's own style is another one than before.
const isRestyled = ({ name, css, markdown }) =>
  css && last.css && last.name === name && deck?.redrawing.drawn?.deck === markdown;

function tryToRestyle(task) {
  try {
    return deck.restyle(task);
  } catch {
    return null; // It is told of the whole.
  }
}

// V8 makes fast code of what ran often: for so many milliseconds, in which nobody waits, the last
// deck is rendered again and again, as a whole and in parts.
let practice = 1200;

function practise(task) {
  if (task !== last || practice <= 0) return;
  const start = performance.now();
  if (practice > 800) deck.render(task.markdown, { htmlAsArray: true });
  else {
    deck.redrawing.draw(task.markdown);
    deck.redrawing.practise();
  }
  practice -= performance.now() - start;
  setImmediate(practise, task);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const task = JSON.parse(line);
    answer = render(task);
    last = task;
    setImmediate(practise, last);
  } catch (error) {
    [deck, style, last] = [];
    answer = { error: { message: error.reason ?? error.message, line: error.line ?? null } };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
