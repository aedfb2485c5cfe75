// Draws again only the slides whose Markdown changed, as a rendering of the whole deck would.
//
//     a deck that was drawn, and the same with other words ──▶ the slides that differ, or null
//
// Marp reads the deck from its first directive to its last: of a slide that did not change it gets
// what could matter elsewhere, which is its headings, comments, styles and pictures. What it then
// says of that slide must be what it said before, or nobody knows but a rendering of the whole.

const RULE = /^ {0,3}-{3,}[ \t]*$/;
const FRONT = /^(-{3,})[^\n]*\n(?:[\s\S]*?\n)? {0,3}\1-*[ \t]*(?:\n|$)/;
// What more slides than its own may show, or what Marp looks for in all of them.
const REACHES = /<!--|!\[|<style|<video/i;
const REACHING = ["front_matter", "hr", "marpit_comment", "marpit_style", "heading_open"];
const OTHER_LETTERS = /<text data-variant|class="[^"]*(?:cjk|hangul|brahmic)_fallback/;
// More than these, and the whole is as quick.
const MOST = 4;

// Tokens of a section by its text, as they were read the last times.
class Sections {
  #known = new Map();

  constructor(markdown) {
    this.markdown = markdown;
  }

  // The deck, cut behind its rules wherever Marp reads what follows by itself.
  cut(deck) {
    const sections = [];
    let [begin, at, before] = [0, deck.match(FRONT)?.[0].length ?? 0, "?"];
    while (at < deck.length) {
      const found = deck.indexOf("\n", at);
      const [stop, end] = found < 0 ? [deck.length, deck.length] : [found, found + 1];
      const line = deck.slice(at, stop);
      if (!before.trim() && RULE.test(line) && deck[end] !== "-") {
        const text = deck.slice(begin, end);
        if (!this.#endsWithRule(text)) break; // Code, or HTML, goes on behind it.
        sections.push(text);
        begin = end;
      }
      [before, at] = [line, end];
    }
    return [...sections, deck.slice(begin)];
  }

  #endsWithRule(text) {
    const last = this.read(text).tokens.at(-1);
    const lines = text.split("\n").length - 1;
    return last?.type === "hr" && last.level === 0 && last.map[1] === lines && last.map[0] === lines - 1;
  }

  read(text) {
    const known = this.#known.get(text);
    if (known) return known;
    const section = { tokens: [], references: {} };
    const env = {};
    this.parse(text, env, section.tokens);
    section.references = env.references ?? {};
    section.reaching = [...groups(section.tokens)].filter((group) => group.some(reaches)).flat();
    this.#known.set(text, section);
    return section;
  }

  parse(text, env, tokens) {
    this.markdown.block.parse(text, this.markdown, env, tokens);
  }

  // Forgets all but these.
  keep(texts) {
    this.#known = new Map(texts.filter((text) => this.#known.has(text)).map((text) => [text, this.#known.get(text)]));
  }
}

function* groups(tokens) {
  let group = [];
  for (const token of tokens) {
    group.push(token);
    if (token.level === 0 && token.nesting <= 0) {
      yield group;
      group = [];
    }
  }
}

const reaches = ({ type, content, markup }) => REACHING.includes(type) || REACHES.test(content) || REACHES.test(markup);

const copy = (token) =>
  Object.assign(Object.create(Object.getPrototypeOf(token)), token, {
    attrs: token.attrs?.map((pair) => [...pair]) ?? null,
    children: token.children ? [] : null,
    meta: token.meta && { ...token.meta },
  });

// What Marp decided of a slide that does not stand in its own words alone.
const isDecided = ({ type }) => type === "heading_open" || (type.startsWith("marpit_") && type.endsWith("_open"));
const describe = (tokens) =>
  JSON.stringify(
    tokens
      .filter(isDecided)
      .map(({ type, attrs }) => [type, attrs?.filter(([name]) => name !== "data-marpit-fragments")]),
  );

const SCOPE = /data-marpit-scope-(\w+)/g;
const hasFormula = (tokens) =>
  tokens.some(({ type, children }) => type.startsWith("marp_math") || (children && hasFormula(children)));
const classesOf = (html) => [...new Set((html.match(/class="[^"]*"/g) ?? []).sort())].join();

export class Redrawing {
  // What is drawn, as soon as a rendering of the whole has been: nothing is known before.
  drawn = null;
  #only = null;
  #practised = 0;

  constructor(deck) {
    this.deck = deck;
    const { markdown } = deck;
    this.sections = new Sections(markdown);
    const { parse } = markdown.block;
    markdown.block.parse = (text, parser, env, tokens) => {
      const only = this.#only;
      this.#only = null;
      if (!only) return parse.call(markdown.block, text, parser, env, tokens);
      this.#readOnly(only, env, tokens);
    };
    markdown.core.ruler.before("marpit_slide", "sections", (state) => {
      if (!state.inlineMode) this.places = placesOf(state.tokens);
    });
  }

  // The slides of a rendering of the whole, to draw on from.
  remember(deck, { html, comments }) {
    this.drawn = { deck, html: [...html], comments: [...comments], ...this.#look() };
  }

  #look() {
    const slides = this.deck.lastSlideTokens;
    const decided = slides.map(describe);
    // The keys of scoped styles are drawn by lot.
    const keys = decided.flatMap((text) => [...text.matchAll(SCOPE)].map(([, key]) => key));
    const unkeyed = (text) => keys.reduce((left, key) => left.replaceAll(key, ""), text);
    return {
      decided: decided.map(unkeyed),
      formulas: slides.map(hasFormula),
      styles: unkeyed(JSON.stringify([this.deck.lastStyles, this.deck.lastGlobalDirectives])),
    };
  }

  // The slides of a deck that differ, by their place, or null where that cannot be told.
  draw(deck) {
    const { drawn, sections } = this;
    if (!drawn) return null;
    const text = deck.replace(/\r\n?|\n/g, "\n").replace(/\0/g, "\ufffd");
    drawn.sections ??= sections.cut(drawn.deck.replace(/\r\n?|\n/g, "\n").replace(/\0/g, "\ufffd"));
    const cut = sections.cut(text);
    if (cut.length !== drawn.sections.length) return null;
    const changed = new Set(cut.keys().filter((place) => cut[place] !== drawn.sections[place]));
    if (changed.has(0) || changed.size > MOST || this.#definesOther(cut)) return null;
    const slides = changed.size ? this.#draw(deck, cut, changed) : { html: {}, comments: {} };
    if (slides) {
      Object.assign(drawn, { deck, sections: cut });
      sections.keep(cut);
    }
    return slides;
  }

  // Draws some slides as if they had changed; nothing comes of it.
  practise() {
    const { sections, deck } = this.drawn ?? {};
    if (!(sections?.length > 1)) return;
    this.#practised = (this.#practised % (sections.length - 1)) + 1;
    this.#draw(deck, sections, new Set([this.#practised]));
  }

  #definesOther(cut) {
    const defined = (texts) => texts.slice(1).map((text) => JSON.stringify(this.sections.read(text).references));
    return defined(cut).join() !== defined(this.drawn.sections).join();
  }

  #draw(deck, cut, changed) {
    const { drawn } = this;
    this.#only = { cut, changed };
    this.wanted = (slide) => changed.has(this.places[slide]);
    try {
      const { html, comments } = this.deck.render(deck, { htmlAsArray: true });
      const seen = this.#look();
      const places = html.keys().filter(this.wanted).toArray();
      const same = (slide) => this.wanted(slide) || seen.decided[slide] === drawn.decided[slide];
      if (html.length !== drawn.html.length || seen.styles !== drawn.styles) return null;
      if (!html.keys().every(same)) return null;
      if (!places.every((slide) => this.#isOfOnePiece(slide, seen, html[slide]))) return null;
      for (const slide of places) {
        drawn.html[slide] = html[slide];
        drawn.comments[slide] = comments[slide];
        drawn.decided[slide] = seen.decided[slide];
      }
      const pick = (all) => Object.fromEntries(places.map((slide) => [slide, all[slide]]));
      return { html: pick(html), comments: pick(comments) };
    } finally {
      this.wanted = null;
      this.#only = null;
    }
  }

  // Whether the style of all needs nothing more, and nothing less, for a slide than it did.
  #isOfOnePiece(slide, seen, html) {
    const { drawn } = this;
    const before = drawn.html[slide];
    return (
      !seen.formulas[slide] &&
      !drawn.formulas[slide] &&
      !html.includes("data-marpit-scope-") &&
      !before.includes("data-marpit-scope-") &&
      OTHER_LETTERS.test(html) === OTHER_LETTERS.test(before) &&
      html.includes("data-marp-twemoji") === before.includes("data-marp-twemoji") &&
      (!this.deck.style?.includes("KaTeX_") || classesOf(html) === classesOf(before))
    );
  }

  #readOnly({ cut, changed }, env, tokens) {
    // The front matter is in the first, which is read each time: Marp notes it beside its tokens.
    this.sections.parse(cut[0], env, tokens);
    for (const token of tokens) token.section = 0;
    env.references ??= {};
    for (const [place, text] of cut.entries()) {
      if (!place) continue;
      const section = this.sections.read(text);
      env.references = { ...section.references, ...env.references };
      for (const token of changed.has(place) ? section.tokens : section.reaching) {
        tokens.push(Object.assign(copy(token), { section: place }));
      }
    }
  }
}

// In which section each slide stands: the rule that ends one begins the next.
function placesOf(tokens) {
  const places = [0];
  for (const [index, { type, level }] of tokens.entries()) {
    if (type !== "hr" || level !== 0) continue;
    const own = tokens[index].section ?? tokens[index + 1]?.section ?? 0;
    const isLast = tokens.slice(index + 1).find(({ section }) => section !== undefined)?.section !== own;
    places.push(tokens[index].section !== undefined && isLast ? own + 1 : own);
  }
  return places;
}
