// Marp as every output has it, in the theme that the deck names and without a network:
//
//     marp-cli: its `engine`, with the option `theme`      marp_core.mjs: settle(marp, theme)
//
// The pictures of emoji and the fonts of KaTeX come from the folders that Marp's own options name,
// and only those that the deck shows are put in.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Of Marp's own themes, gaia would load fonts from a remote host: one deck would look in two ways.
const REMOTE = /@import\s+(?:url\()?\s*(["'])(?:https?:)?\/\/.*?\1\s*\)?[^;]*;/gi;

// Paper has no buttons, and these would be drawn in a font of the machine.
const FILM_ON_PAPER = "@media print { video::-webkit-media-controls { display: none !important; } }";
const showsFilm = ({ type, content }) => ["html_block", "inline"].includes(type) && /<video\b/i.test(content);

// What is escaped, code and formulas would be left out where an alternative text becomes plain.
const SPOKEN = { text_special: "text", code_inline: "text", marp_math_inline: "text" };
const spoken = (token) => ({
  ...token,
  type: SPOKEN[token.type] ?? token.type,
  children: token.children?.map(spoken),
});

function speakWhole(markdown) {
  const { renderer } = markdown;
  const speak = renderer.renderInlineAsText;
  renderer.renderInlineAsText = function (tokens, ...others) {
    return speak.call(this, tokens.map(spoken), ...others);
  };
}

const FONT_FACE = /@font-face\s*\{[^{}]*KaTeX_[^{}]*\}/g;
const FONT_SOURCE = /src:url\(["']?[^"')]*?((KaTeX_[^-"')]+)[^"')]*)["']?\)[^;}]*/;
const FONT_RULE = /([^{}]+)\{[^{}]*?\bfont(?:-family)?:([^;{}]*KaTeX_[^;{}]*)/g;
const OTHER_LETTERS = /<text data-variant|class="[^"]*(?:cjk|hangul|brahmic)_fallback/;
const EMOJI = /(<img class="emoji" draggable="false" alt="([^"]*)" src=")[^"]*\/([\w-]+)\.svg(" data-marp-twemoji=""\/>)/g;
const EMOJI_NOTICE = "/* Emoji: Twemoji by Twitter, Inc. and other contributors, CC-BY 4.0 */";

const addresses = new Map();

function inline(type, ...path) {
  const file = join(...path);
  if (!addresses.has(file)) addresses.set(file, `data:${type};base64,${readFileSync(file, "base64")}`);
  return addresses.get(file);
}

// The picture of an emoji by the hexadecimal numbers of its signs, where there is one.
export function findEmoji(signs, folder) {
  const names = [signs, signs.replace(/-fe0f/g, "")].map((name) => `${name}.svg`);
  const name = names.find((file) => existsSync(join(folder, "svg", file)));
  return name && inline("image/svg+xml", folder, "svg", name);
}

// One that is newer than these pictures stays a letter, which the layout check names.
function drawEmoji(html, folder) {
  return html.replace(EMOJI, (image, before, emoji, signs, after) => {
    const address = findEmoji(signs, folder);
    return address ? before + address + after : emoji;
  });
}

// In code, Marp draws only the first sign of an emoji that is made of several, as 🇰 of 🇰🇷: each
// of these passes as one sign of nobody's.
function keepEmojiWhole({ renderer: { rules } }) {
  for (const name of ["code_inline", "code_block", "fence"]) {
    const draw = rules[name];
    rules[name] = (tokens, index, ...more) => {
      const { content } = tokens[index];
      const whole = new Map();
      let sign = 0xf0000;
      tokens[index].content = content.replace(/\p{RGI_Emoji}/gv, (emoji) => {
        if ([...emoji].length === 1) return emoji;
        while (content.includes(String.fromCodePoint(sign))) sign++;
        whole.set(String.fromCodePoint(sign), emoji);
        return String.fromCodePoint(sign++);
      });
      const html = draw(tokens, index, ...more);
      tokens[index].content = content;
      return html.replace(/[\u{f0000}-\u{fffff}]/gu, (sign) =>
        whole.has(sign) ? rules.marp_unicode_emoji([{ content: whole.get(sign) }], 0) : sign,
      );
    };
  }
}

// The fonts that the classes on the slides ask for.
function embedFormulaFonts(css, html, folder) {
  const shown = new Set((html.match(/class="[^"]*"/g) ?? []).flatMap((found) => found.slice(7, -1).split(" ")));
  const isShown = (selector) => (selector.match(/\.[a-z][\w-]*/gi) ?? []).every((name) => shown.has(name.slice(1)));
  const families = [...css.matchAll(FONT_RULE)]
    .filter(([, selectors]) => selectors.split(",").some(isShown))
    .flatMap(([, , fonts]) => fonts.match(/KaTeX_\w+/g));
  return css.replace(FONT_FACE, (face) => {
    const [source, file, family] = face.match(FONT_SOURCE);
    if (!families.includes(family)) return "";
    return face.replace(source, `src:url(${inline("font/woff2", folder, file)}) format("woff2")`);
  });
}

// Letters that no formula's font has, as in \text{손실}, would come from any font of the machine.
function nameFont(theme) {
  const font = theme.match(/@font-face\s*\{[^{}]*?font-family:\s*([^;{}]+)/)?.[1] ?? "inherit";
  return (
    "mjx-container svg text{font-family:inherit}" +
    `:is(.cjk_fallback,.hangul_fallback,.brahmic_fallback){font-family:${font}}`
  );
}

function putIn(rendered, theme, { emoji, math }) {
  const page = [rendered.html].flat().join("");
  const draw = (html) => drawEmoji(html, emoji.twemoji.base);
  const html = Array.isArray(rendered.html) ? rendered.html.map(draw) : draw(rendered.html);
  let { css } = rendered;
  if (css.includes("KaTeX_")) css = embedFormulaFonts(css, page, math.katexFontPath);
  if (OTHER_LETTERS.test(page)) css += nameFont(theme);
  if ([html].flat().some((page) => page.includes("data-marp-twemoji"))) css += EMOJI_NOTICE;
  return { ...rendered, html, css };
}

export function settle(marp, theme) {
  const render = marp.render.bind(marp);
  const finish = (rendered) => putIn(rendered, marp.themeSet.get(theme)?.css ?? "", marp.options);
  marp.render = (...deck) => finish(render(...deck));
  // The style of slides that were rendered before, for a theme that is another since.
  marp.finishStyle = (css, html) => finish({ css, html }).css;
  for (const { css } of [...marp.themeSet.themes()]) {
    const local = css.replace(REMOTE, "");
    if (local !== css) marp.themeSet.add(local);
  }
  return marp.use((markdown) => {
    keepEmojiWhole(markdown);
    speakWhole(markdown);
    // After Marp has read all directives, and before it looks at the theme for the page's size.
    markdown.core.ruler.after("marpit_directives_global_parse", "chosen_theme", (state) => {
      if (!state.inlineMode) Object.assign(marp.lastGlobalDirectives, { theme });
    });
    markdown.core.ruler.after("marpit_style_assign", "film_on_paper", (state) => {
      if (!state.inlineMode && state.tokens.some(showsFilm)) marp.lastStyles.push(FILM_ON_PAPER);
    });
  });
}

export default ({ marp, theme }) => settle(marp, theme);
