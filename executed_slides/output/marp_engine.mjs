// Marp as every output has it, in the theme that the deck names and without a network:
//
//     marp-cli: its `engine`, with the option `theme`      marp_core.mjs: settle(marp, theme)
//
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

export function settle(marp, theme) {
  for (const { css } of [...marp.themeSet.themes()]) {
    const local = css.replace(REMOTE, "");
    if (local !== css) marp.themeSet.add(local);
  }
  return marp.use((markdown) => {
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
