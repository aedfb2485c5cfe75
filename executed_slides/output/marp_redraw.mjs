// Draws again only the slides whose Markdown changed, as a rendering of the whole deck would.
//
//     a deck that was drawn, and the same with other words, or slides put in, taken out, moved
//         ──▶ the slides: new ones, and the places before of those that are as they were; or null
//
// Marp reads the deck from its first directive to its last: of a slide that did not change it gets
// what could matter elsewhere, which is its headings, comments, styles and pictures. What it then
// says of that slide must be what it said before, but for the numbers of pages, which are put in;
// if not, that slide is drawn too. Of many slides nobody knows but a rendering of the whole.

const RULE = /^ {0,3}-{3,}[ \t]*$/;
const FRONT = /^(-{3,})[^\n]*\n(?:[\s\S]*?\n)? {0,3}\1-*[ \t]*(?:\n|$)/;
// What more slides than its own may show, or what Marp looks for in all of them.
const REACHES = /<!--|!\[|<style|<video/i;
const REACHING = ["front_matter", "hr", "marpit_comment", "marpit_style", "heading_open"];
const OTHER_LETTERS = /<text data-variant|class="[^"]*(?:cjk|hangul|brahmic)_fallback/;
// More than these, and the whole is as quick.
const MOST = 24;

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

  get size() {
    return this.#known.size;
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
const NUMBERS = ["id", "data-marpit-pagination", "data-marpit-pagination-total"];
const NUMBER = new RegExp(` (${NUMBERS.join("|")})="[^"]*"`, "g");
const SCOPE = /data-marpit-scope-(\w+)/g;

// It, but for the numbers of its pages, which are beside it.
function describe(tokens) {
  const numbers = [];
  const decided = tokens.filter(isDecided).map(({ type, tag, attrs }) => {
    if (tag !== "section") return [type, attrs];
    const own = new Map(attrs);
    numbers.push(NUMBERS.map((name) => own.get(name)));
    // How many fragments it has its own words say.
    const names = [...own.keys()].filter((name) => name !== "data-marpit-fragments");
    return [type, names.map((name) => [name, NUMBERS.includes(name) || own.get(name)])];
  });
  return { said: JSON.stringify(decided), numbers };
}

// The HTML of a slide with other numbers; of its author's own HTML, Marp lets pass no <section>.
function renumber({ html, numbers: before }, numbers) {
  if (String(before) === String(numbers)) return html;
  const left = [...numbers];
  return html.replace(/<section[^>]*>/g, (section) => {
    const own = left.shift();
    return section.replace(NUMBER, (_, name) => ` ${name}="${own[NUMBERS.indexOf(name)]}"`);
  });
}

const hasFormula = (tokens) =>
  tokens.some(({ type, children }) => type.startsWith("marp_math") || (children && hasFormula(children)));

// What slides need of the style of all.
function needsOf(slides, hasKatex) {
  const found = (sign) => slides.some(({ html }) => html.match(sign));
  const classes = hasKatex ? slides.flatMap(({ html }) => html.match(/class="[^"]*"/g) ?? []) : [];
  return [found(OTHER_LETTERS), found("data-marp-twemoji"), ...new Set(classes.sort())].join();
}

// In which section each slide stands: the rule that ends one begins the next.
function placesOf(tokens) {
  const rules = tokens.filter(({ type, level }) => type === "hr" && level === 0);
  const places = [0];
  for (const { endsSection } of rules) places.push(places.at(-1) + (endsSection ? 1 : 0));
  return places;
}

const plain = (deck) => deck.replace(/\r\n?|\n/g, "\n").replace(/\0/g, "\ufffd");

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
  remember(deck, rendered) {
    const packing = [this.deck.lastGlobalDirectives.theme, this.deck.themeSetPackOptions()];
    this.drawn = { deck, packing, ...this.#look(rendered) };
  }

  #look({ html, comments }) {
    const tokens = this.deck.lastSlideTokens;
    const described = tokens.map(describe);
    // The keys of scoped styles are drawn by lot.
    const keys = described.flatMap(({ said }) => [...said.matchAll(SCOPE)].map(([, key]) => key));
    const unkeyed = (text) => keys.reduce((left, key) => left.replaceAll(key, ""), text);
    return {
      styles: unkeyed(JSON.stringify([this.deck.lastStyles, this.deck.lastGlobalDirectives])),
      slides: described.map(({ said, numbers }, slide) => ({
        ...{ html: html[slide], comments: comments[slide], hasFormula: hasFormula(tokens[slide]) },
        ...{ said: unkeyed(said), numbers },
      })),
    };
  }

  // The slides of a deck and their notes, of which a place stands for the one that was there; null
  // where they cannot be told.
  draw(deck) {
    const { drawn, sections } = this;
    if (!drawn) return null;
    if (!drawn.sections) {
      drawn.sections = sections.cut(plain(drawn.deck));
      drawn.places = this.#render(drawn.deck, drawn.sections, () => false).places;
    }
    const cut = sections.cut(plain(deck));
    const now = this.#definesOther(cut) ? null : this.#draw(deck, cut, this.#findBefore(cut));
    sections.keep(cut); // Also of what is drawn as a whole, or each save would leave some behind.
    if (!now) return null;
    const before = drawn.slides;
    Object.assign(drawn, { deck, sections: cut, ...now });
    return {
      slides: now.slides.map(({ html, was }) => (before[was]?.html === html ? was : html)),
      notes: now.slides.map(({ comments, was }) => was ?? comments),
    };
  }

  // Draws some slides as if they had changed; nothing comes of it.
  practise() {
    const { sections, deck } = this.drawn ?? {};
    if (!(sections?.length > 1)) return;
    this.#practised = (this.#practised % (sections.length - 1)) + 1;
    this.#draw(deck, sections, [...sections.keys()].with(this.#practised, undefined));
  }

  #definesOther(cut) {
    const defined = (texts) => JSON.stringify(texts.flatMap((text) => Object.entries(this.sections.read(text).references)));
    return defined(cut) !== defined(this.drawn.sections);
  }

  // Where each section stood before, undefined for a new one; the front matter goes with the first.
  #findBefore(cut) {
    const { sections } = this.drawn;
    const left = Map.groupBy(sections.keys().drop(1), (place) => sections[place]);
    return cut.map((text, place) => (place ? left.get(text)?.shift() : text === sections[0] ? 0 : undefined));
  }

  #draw(deck, cut, before) {
    const { drawn } = this;
    const isChanged = (place) => before[place] === undefined;
    if (cut.keys().filter(isChanged).toArray().length > MOST) return null;
    const { styles, slides: seen, places } = this.#render(deck, cut, isChanged);
    const known = Map.groupBy(drawn.slides.keys(), (slide) => drawn.places[slide]);
    const left = before.map((place) => [...(known.get(place) ?? [])]);
    const [slides, others] = [[], new Set()];
    for (const [slide, fresh] of seen.entries()) {
      const was = left[places[slide]].shift();
      const old = drawn.slides[was];
      const html = old && old.said === fresh.said ? renumber(old, fresh.numbers) : null;
      if (isChanged(places[slide])) slides.push(fresh);
      else if (html === null) others.add(places[slide]);
      else slides.push({ ...old, html, numbers: fresh.numbers, was });
    }
    if (others.size) return this.#draw(deck, cut, before.map((was, place) => (others.has(place) ? undefined : was)));
    const isSure = styles === drawn.styles && this.#isOfOnePiece(slides);
    return isSure ? { slides, places } : null;
  }

  #render(deck, cut, isChanged) {
    this.#only = { cut, isChanged };
    this.wanted = (slide) => isChanged(this.places[slide]);
    try {
      return { ...this.#look(this.deck.render(deck, { htmlAsArray: true })), places: this.places };
    } finally {
      this.wanted = null;
      this.#only = null;
    }
  }

  // Whether the style of all needs nothing more, and nothing less, for these slides than it did.
  #isOfOnePiece(slides) {
    const before = this.drawn.slides;
    const kept = slides.filter(({ was }) => was !== undefined).map(({ was }) => before[was]);
    const others = [...slides.filter(({ was }) => was === undefined), ...new Set(before).difference(new Set(kept))];
    // A formula may define what those behind it show.
    const formulas = (all) => all.filter(({ hasFormula }) => hasFormula);
    const hasKatex = this.deck.style?.includes("KaTeX_");
    return (
      others.every(({ html, hasFormula }) => !hasFormula && !html.includes("data-marpit-scope-")) &&
      formulas(before).every((slide, place) => slide === formulas(kept)[place]) &&
      needsOf(slides, hasKatex) === needsOf(before, hasKatex)
    );
  }

  #readOnly({ cut, isChanged }, env, tokens) {
    // The front matter is in the first, which is read each time: Marp notes it beside its tokens.
    this.sections.parse(cut[0], env, tokens);
    env.references ??= {};
    for (const [place, text] of cut.entries()) {
      if (place) {
        const section = this.sections.read(text);
        env.references = { ...section.references, ...env.references };
        tokens.push(...(isChanged(place) ? section.tokens : section.reaching).map(copy));
      }
      if (place < cut.length - 1) tokens.at(-1).endsSection = true;
    }
  }
}
