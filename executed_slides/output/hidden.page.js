// What a slide holds and nobody sees. Runs in a page that has output/layout.page.js:
//
//     layout.hidden(slide)   texts and pictures that are not to be seen, and how they are hidden
//     layout.written(slide)  numbers that stand in the style alone
//     layout.doubtful        texts and pictures of which only a drawing tells
//     layout.bare(isBare)    the page as in a room, its slides one below the other
//
// Running headers and footers are left out: a theme may have pages without them.
layout.hidden = (() => {
  const { isHidden, isPicture, linesOf, scaleOf, parentOf, findPage, unquote } = layout;
  // What shows less of itself than this, from 0 to 1, is not there for who sits in a room.
  const FAINT = 0.1;
  // Two colours that differ less, by WCAG's measure from 1 to 21, are taken for one.
  const ALIKE = 1.2;
  // What a browser itself keeps to one side, or draws in its own way.
  const UNSEEN = /[\s\u200b\u2060\ufeff\u00ad]+/g;
  const ASIDE =
    "section > header, section > footer, rp, video *, audio *, style, script, mjx-container *, .katex-mathml *";

  // What is known of an element from those around it, each asked once a slide.
  let known = new Map();

  function hidden(slide) {
    const { section } = findPage(slide);
    known = new Map();
    slide.scrollIntoView();
    const grounds = findGrounds(section);
    return [...findUnits(section)].flatMap((unit) => {
      const how = whyHidden(unit, grounds);
      return how ? [{ what: unit.what, text: unit.text, how }] : [];
    });
  }

  // Each text and picture of a slide, with what of it can be drawn.
  function* findUnits(section) {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const isText = node.nodeType === Node.TEXT_NODE;
      const text = isText ? node.data.replace(UNSEEN, " ").trim() : node.alt ?? "";
      const what = isText ? "text" : node.localName === "mjx-container" ? "formula" : "picture";
      if (isText ? !text : what === "picture" && !isPicture(node)) continue;
      const element = isText ? node.parentElement : node;
      if (element.closest(ASIDE)) continue;
      const size = isText ? parseFloat(styleOf(element).fontSize) * scaleOf(element) : 1;
      const boxes = isText ? linesOf(node, size) : [element.getBoundingClientRect()];
      yield { what, element, text: text.slice(0, 40), boxes, size };
    }
  }

  function whyHidden({ what, text, element, boxes, size }, grounds) {
    const around = know(element);
    if (around.how) return around.how;
    if (isClosed(element)) return FOLDED;
    if (what !== "picture" && around.style.contentVisibility === "hidden") return "is not drawn";
    const { style } = around;
    if (what === "text" && hasHiddenPart(element, around)) return "has a part that is hidden";
    if (style.visibility !== "visible") return "is not visible";
    if (what === "text" && style.unicodeBidi.includes("override")) return "is written backwards";
    if (what === "text" && !["none", undefined].includes(style.webkitTextSecurity)) return "is shown as dots";
    if (what === "picture" && !["normal", "none"].includes(style.content)) return "is replaced by the style";
    const seen = boxes.filter(({ left, right, top, bottom }) => right - left > 0.5 && bottom - top > 0.5);
    if (!seen.length || size < 1) return "has no size";
    if (what === "text" && isBlurred(style, size)) return "is blurred";
    if (what !== "picture" && isEdged(style)) layout.doubtful.push({ what, element, text });
    else if (what !== "picture" && hasColourOfGround(element, style, around)) return "has the colour of its ground";
    if (what === "text" && around.isMirrored) return "is mirrored";
    if (what === "text" && Math.cos(around.angle) < -0.7) return "is upside down";
    if (what === "text" && around.strike > size / 3) return "is struck out";
    if (around.isDoubtful || (what === "picture" && style.objectPosition !== "50% 50%")) layout.doubtful.push({ what, element, text });
    const above = seen.flatMap((box) => findAbove(element, box, grounds));
    const isNear = ({ element: other, box }) =>
      !areNested(element, other) && seen.some((line) => overlap(line, box));
    if (grounds.edges.some(isNear)) layout.doubtful.push({ what, element, text });
    // One may see through a picture.
    if (above.length && above.every(({ isImage }) => isImage)) layout.doubtful.push({ what, element, text });
    return above.some(({ isImage }) => !isImage) ? "is covered" : null;
  }

  // A style may hide the first line of a text, or its first letter, alone.
  function hasHiddenPart(element, around) {
    return placesIn(element, PARTS).some((place) => {
      const style = getComputedStyle(element, place);
      return parseFloat(style.fontSize) < 1 || (!isEdged(style) && hasColourOfGround(element, style, around));
    });
  }

  function styleOf(element) {
    return know(element).style;
  }

  // An element's style, how it is hidden with all that is in it, and what of it shines through.
  function know(element) {
    if (known.has(element)) return known.get(element);
    const parent = parentOf(element);
    const above = parent && parent.localName !== "body" ? know(parent) : OUTSIDE;
    const style = getComputedStyle(element);
    const share = above.share * shareOf(style);
    const isFolded = parent?.localName === "details" && isClosed(parent) && element.localName !== "summary";
    let how = above.how;
    if (!how && isFolded) how = FOLDED;
    if (!how && style.display === "none") how = "is not displayed";
    if (!how && above.style?.contentVisibility === "hidden") how = "is not drawn";
    if (!how && share < FAINT) how = "is transparent";
    if (!how && isHidden(element, style, element.getBoundingClientRect())) how = "is clipped away";
    const about = {
      style, how, share,
      grounds: groundsOf(element, style, above.grounds),
      paints: isPainted(style) ? findStops(style) : above.paints,
      angle: above.angle + angleOf(style),
      strike: Math.max(above.strike, strikeOf(element, style)),
      isMirrored: above.isMirrored !== isTurned(style),
      isDoubtful: above.isDoubtful || isDoubtful(style),
    };
    known.set(element, about);
    return about;
  }

  const OUTSIDE = { how: null, share: 1, grounds: [[255, 255, 255, 1]], paints: [], angle: 0, strike: 0, isMirrored: false, isDoubtful: false };

  // A style of which only a drawing tells what is left of an element.
  function isDoubtful(style) {
    const filters = ["clipPath", "maskImage", "mixBlendMode", "filter"];
    return filters.some((name) => !["none", "normal", undefined].includes(style[name]));
  }

  function isTurned({ transform, scale }) {
    const flips = scale.split(" ").filter((factor) => factor.startsWith("-")).length;
    const matrix = transform === "none" ? null : new DOMMatrix(transform);
    const isFlipped = matrix !== null && matrix.m11 * matrix.m22 - matrix.m12 * matrix.m21 < 0;
    return isFlipped !== (flips % 2 === 1);
  }

  // By how much an element is turned; what is also flipped is mirrored.
  function angleOf({ transform, rotate, scale }) {
    const matrix = transform === "none" ? new DOMMatrix() : new DOMMatrix(transform);
    const turned = /(-?[\d.]+)deg$/.exec(rotate);
    // A scale by two negative factors turns by a half.
    const flips = scale.split(" ").filter((factor) => factor.startsWith("-")).length;
    const half = flips === 2 ? Math.PI : 0;
    const own = Math.atan2(matrix.m12, matrix.m11) + (turned ? (parseFloat(turned[1]) * Math.PI) / 180 : 0);
    return matrix.m11 * matrix.m22 < matrix.m12 * matrix.m21 ? 0 : own + half;
  }

  // How thick the line is that goes through letters.
  function strikeOf(element, { textDecorationLine, textDecorationThickness }) {
    const isThrough = textDecorationLine.includes("line-through");
    return isThrough ? (parseFloat(textDecorationThickness) || 0) * scaleOf(element) : 0;
  }

  const FOLDED = "is folded away in <details>";
  const isClosed = (element) => element.localName === "details" && !element.open;

  // How much of an element is shown; a filter may take from it too.
  function shareOf(style) {
    const filtered = /(?:opacity|brightness|contrast)\(([\d.]+)\)/.exec(style.filter);
    return parseFloat(style.opacity) * Math.min(1, filtered ? parseFloat(filtered[1]) : 1);
  }

  // ---- Colours ----

  function isBlurred({ filter }, size) {
    const blur = /blur\(([\d.]+)px\)/.exec(filter);
    return blur !== null && parseFloat(blur[1]) > size / 4;
  }

  // Whether letters have a shadow or an edge, which shows them, or hides them.
  function isEdged(style) {
    return style.textShadow !== "none" || parseFloat(style.webkitTextStrokeWidth) > 0;
  }

  function hasColourOfGround(element, style, { grounds, paints }) {
    if (!grounds || !paints) return false;
    const ink = readColour(element.localName === "mjx-container" ? style.color : style.webkitTextFillColor);
    return grounds.every((ground) => {
      const below = paints.length ? paints.map((paint) => blend(paint, ground)) : [ground];
      return below.every((colour) => contrast(blend(ink, colour), ground) < ALIKE);
    });
  }

  // The colours behind what an element holds, several in a gradient; null where that is a picture.
  function groundsOf(element, style, behind) {
    if (isPainted(style)) return behind;
    if (element.hasAttribute("data-marpit-advanced-background")) return null;
    const stops = findStops(style);
    if (!stops || !behind) return stops?.length && stops.every((stop) => stop[3] === 1) ? stops : null;
    return stops.length ? behind.flatMap((below) => stops.map((stop) => blend(stop, below))) : behind;
  }

  // Whether the ground is drawn in the letters alone.
  function isPainted({ backgroundClip, webkitBackgroundClip }) {
    return (backgroundClip || webkitBackgroundClip || "").includes("text");
  }

  // The colours of an element's own ground; null where that is a picture.
  function findStops({ backgroundImage, backgroundColor }) {
    if (backgroundImage.includes("url(") || backgroundImage.includes("image-set(")) return null;
    const own = readColour(backgroundColor);
    if (backgroundImage === "none") return own[3] ? [own] : [];
    const stops = [...new Set(backgroundImage.match(/\b(?:rgba?|color|(?:ok)?l(?:ab|ch))\([^()]*\)/g) ?? [])].map(readColour);
    return own[3] ? stops.map((stop) => blend(stop, own)) : stops;
  }

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colours = new Map();

  // A colour of whatever notation as red, green, blue and share.
  function readColour(text) {
    if (!colours.has(text)) {
      const plain = text.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
      if (plain) {
        colours.set(text, [...plain.slice(1, 4).map(Number), plain[4] === undefined ? 1 : Number(plain[4])]);
      } else {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = text;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue, share] = canvas.getImageData(0, 0, 1, 1).data;
        colours.set(text, [red, green, blue, share / 255]);
      }
    }
    return colours.get(text);
  }

  function blend(above, below) {
    return [...[0, 1, 2].map((part) => above[part] * above[3] + below[part] * (1 - above[3])), 1];
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(colour) {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  // ---- What lies above ----

  // What may cover something: boxes with a ground, pictures, and elements before or after whose
  // content a style puts a box, of which no place can be asked.
  function findGrounds(section) {
    const layers = [...section.closest("svg").querySelectorAll("section")];
    const boxes = [];
    const pseudo = [];
    const edges = [];
    for (const element of [...layers, ...section.querySelectorAll("*")]) {
      if (element.closest("mjx-container *")) continue;
      const { style } = know(element);
      const isImage = element.matches("img, video, canvas");
      if (element !== section && (isImage || isOpaque(style))) {
        boxes.push({ element, isImage, box: element.getBoundingClientRect() });
      }
      const reach = reachOf(style);
      if (reach > THICK) edges.push({ element, box: widen(element.getBoundingClientRect(), reach) });
      for (const place of placesIn(element, BESIDE)) {
        const drawn = getComputedStyle(element, place);
        const isLaid = ["absolute", "fixed"].includes(drawn.position) && drawn.content !== "none";
        if (isLaid && isOpaque(drawn)) pseudo.push(element);
      }
    }
    return { boxes, pseudo, edges };
  }

  // A line or a shadow that goes further around its box may cover what lies beside it.
  const THICK = 8;

  function reachOf({ outlineStyle, outlineWidth, outlineOffset, boxShadow }) {
    const outline = outlineStyle === "none" ? 0 : parseFloat(outlineWidth) + parseFloat(outlineOffset);
    const shadows = boxShadow.replace(/\([^()]*\)/g, "").split(",").filter((shadow) => !shadow.includes("inset"));
    const reaches = shadows.map((shadow) => {
      const [x = 0, y = 0, blur = 0, spread = 0] = (shadow.match(/-?[\d.]+(?=px)/g) ?? []).map(Number);
      return Math.max(Math.abs(x), Math.abs(y)) + blur + spread;
    });
    return Math.max(outline, ...reaches);
  }

  function widen({ left, top, right, bottom }, by) {
    return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
  }

  // Of these places of an element those for which there is a style.
  function placesIn(element, places) {
    return places.filter((place) => element.matches(HOSTS[place]));
  }

  const BESIDE = ["::before", "::after", "::marker"];
  const PARTS = ["::first-line", "::first-letter"];
  const HOSTS = Object.fromEntries([...BESIDE, ...PARTS].map((place) => [place, hostsOf(place)]));

  // A selector of all elements that may have such a pseudo-element.
  function hostsOf(place) {
    const pattern = new RegExp(`:?:${place.slice(2)}\\b`, "gi");
    const hosts = [...document.styleSheets].flatMap((sheet) => [...findSelectors(sheet)])
      .filter((selector) => selector.search(pattern) >= 0)
      .map((selector) => selector.replace(pattern, ""));
    // What is left of `p ::before` is no selector: that may be any element.
    const isWhole = hosts.every((selector) => CSS.supports(`selector(${selector})`));
    return isWhole ? hosts.join(", ") || ":not(*)" : "*";
  }

  function* findSelectors(group) {
    for (const rule of group.cssRules) {
      if (rule.selectorText) yield* rule.selectorText.split(/,(?![^(]*\))/);
      if (rule.cssRules) yield* findSelectors(rule);
    }
  }

  function isOpaque(style) {
    const isDrawn = style.display !== "none" && style.visibility === "visible" && shareOf(style) > 0.5;
    // What is blurred through it cannot be read.
    if (isDrawn && style.backdropFilter.includes("blur")) return true;
    return isDrawn && (style.backgroundImage !== "none" || readColour(style.backgroundColor)[3] > 0.5);
  }

  function findAbove(element, line, { boxes, pseudo }) {
    const isAbove = (other, box) => {
      const part = overlap(line, box);
      return part && liesAbove(other, element, (part.left + part.right) / 2, (part.top + part.bottom) / 2);
    };
    const found = boxes.filter(({ element: other, box }) => !areNested(element, other) && isAbove(other, box));
    return [...found, ...pseudo.filter((other) => isAbove(other, line))];
  }

  function areNested(one, other) {
    return one.contains(other) || other.contains(one);
  }

  function liesAbove(other, element, x, y) {
    const stack = document.elementsFromPoint(x, y);
    const here = stack.findIndex((one) => one === element || element.contains(one));
    const there = stack.indexOf(other);
    return there >= 0 && here >= 0 && there < here;
  }

  function overlap(a, b) {
    const part = {
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    };
    return part.right - part.left < 1 || part.bottom - part.top < 1 ? null : part;
  }

  // ---- What only the style says ----

  layout.written = (slide) => {
    const { section } = findPage(slide);
    const found = [];
    for (const element of [section, ...section.querySelectorAll("*")]) {
      const own = getComputedStyle(element);
      found.push(...findSaid(element, own));
      for (const place of placesIn(element, BESIDE)) {
        const style = getComputedStyle(element, place);
        if (style.display === "none" || style.visibility !== "visible") continue;
        const said = style.content.replace(/url\("(?:[^"\\]|\\.)*"\)/g, "");
        const text = unquote(said) + readAttributes(element, said);
        if (NUMBER.test(text) && !isNumbering(element, text)) found.push(text);
        found.push(...findCounted(style.content), ...findSaid(element, style));
        if (/(?:open|close)-quote/.test(style.content) && NUMBER.test(unquote(style.quotes))) found.push(unquote(style.quotes));
      }
    }
    return [...new Set(found)];
  };

  // Digits of any script, parts such as ½, and raised ones.
  const NUMBER = /[\p{Nd}¼-¾⅐-⅞²³¹⁰⁴-⁹]/u;

  // What the style of an element, or of a place beside it, says without any content.
  function* findSaid(element, style) {
    if (style.display === "list-item") {
      const marker = unquote(style.listStyleType);
      if (NUMBER.test(marker)) yield marker;
      if (!marker && !UNCOUNTED.includes(style.listStyleType) && isRenumbered(element)) yield "counter(list-item)";
      yield* findNamed(style.listStyleType);
    }
    const signs = [style.textEmphasisStyle, style.hyphenateCharacter, element.localName === "q" ? style.quotes : ""];
    yield* signs.map((sign) => unquote(sign ?? "")).filter((sign) => NUMBER.test(sign));
    yield* findDrawn(style);
  }

  // Whether a style says at which number an item, or its list, counts.
  function isRenumbered(element) {
    return [element, element.closest("ol, ul, section")].some((one) => one && findSet(getComputedStyle(one)).includes("list-item"));
  }

  const UNCOUNTED = ["none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"];

  // Counters that do not count one by one: `counter-reset: a 97`.
  function* findCounted(content) {
    for (const [text, name] of content.matchAll(/counters?\(([\w-]+)[^)]*\)/g)) {
      if (findSetCounters().has(name)) yield text;
      yield* findNamed(text);
    }
  }

  let setCounters = null;
  function findSetCounters() {
    if (setCounters) return setCounters;
    const rules = [...document.styleSheets].flatMap((sheet) => [...findDeclarations(sheet)]);
    // Of the variables in a rule only those know what they come to that have its style.
    const styled = [...document.querySelectorAll("section, section *")].flatMap((element) =>
      [null, ...placesIn(element, BESIDE)].map((place) => getComputedStyle(element, place)));
    setCounters = new Set([...rules, ...styled].flatMap(findSet));
    return setCounters;
  }

  // The counters to which a style gives another number than 0 and 1.
  function findSet(style) {
    const said = [style.counterReset, style.counterSet, style.counterIncrement];
    const set = said.flatMap((text) => [...(text ?? "").matchAll(/([\w-]+) (-?\d+)/g)]);
    return set.filter(([, , value]) => !["0", "1"].includes(value)).map(([, name]) => name);
  }

  function* findDeclarations(group) {
    for (const rule of group.cssRules) {
      if (rule.style) yield rule.style;
      if (rule.cssRules) yield* findDeclarations(rule);
    }
  }

  // Signs with digits that a style gives to a way of counting: `@counter-style`.
  function* findNamed(use) {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    for (const rule of rules.filter((rule) => rule instanceof CSSCounterStyleRule)) {
      const signs = unquote([rule.symbols, rule.additiveSymbols, rule.prefix, rule.suffix, rule.negative].join(" "));
      if (NUMBER.test(signs) && use.split(/[^\w-]+/).includes(rule.name)) yield signs;
    }
  }

  // Words with digits in a drawing that a style puts onto the page.
  function* findDrawn({ content, backgroundImage }) {
    for (const [, address] of `${content} ${backgroundImage}`.matchAll(/url\("(data:image\/svg(?:[^"\\]|\\.)*)"\)/g)) {
      const words = wordsOfDrawing(address.replace(/\\(.)/g, "$1"));
      if (NUMBER.test(words)) yield words;
    }
  }

  function wordsOfDrawing(address) {
    const [, kind, data] = /^([^,]*),(.*)$/s.exec(address);
    try {
      const plain = /;base64$/i.test(kind) ? new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0))) : decodeURIComponent(data);
      const drawing = new DOMParser().parseFromString(plain, "image/svg+xml");
      return [...drawing.querySelectorAll("text, foreignObject")].map((one) => one.textContent.trim()).join(" ");
    } catch {
      return "";
    }
  }

  function readAttributes(element, content) {
    const names = [...content.matchAll(/attr\(([\w-]+)/g)].map(([, name]) => name);
    return names.map((name) => element.getAttribute(name) ?? "").join(" ");
  }

  // The page's number out of all, of which each browser tells in its own way.
  function isNumbering(element, text) {
    const own = [element.dataset.marpitPagination, element.dataset.marpitPaginationTotal];
    return text.match(/\p{N}+/gu).every((number) => own.includes(number));
  }

  // On a screen, Marp's page shows one slide at a time. Without the style that turns them, all
  // stand as their theme has them.
  layout.bare = (isBare) => {
    document.styleSheets[0].disabled = isBare;
  };

  // Whether a room may be shown something else than paper: Marp's own rules for paper are no such.
  const ON_PAPER = /^(html, body|div#\\:\\\$p > svg.*|video::-webkit-media-controls)$/i;
  layout.hasScreenStyle = () => {
    const themes = [...document.styleSheets].slice(1).flatMap((sheet) => [...sheet.cssRules]);
    return themes.some((rule) =>
      rule instanceof CSSMediaRule &&
      !(rule.conditionText === "print" && [...rule.cssRules].every(({ selectorText }) => ON_PAPER.test(selectorText))));
  };

  // What lets the mouse through lies above all the same.
  const style = document.createElement("style");
  style.textContent = "@layer hit { *, *::before, *::after { pointer-events: auto !important } }";
  document.head.append(style);

  // ---- What only a drawing tells ----

  layout.doubtful = [];

  // Where such a one is on the whole page, the number of its slide, and how it is told of.
  layout.place = (index) => {
    const { element, what, text } = layout.doubtful[index];
    const { x, y, width, height } = element.getBoundingClientRect();
    const slide = layout.slides().indexOf(element.closest("svg[data-marpit-svg]"));
    const clip = { x: x + scrollX, y: y + scrollY, width: Math.ceil(width), height: Math.ceil(height) };
    return width && height ? { clip, slide, found: { what, text, how: "is not drawn" } } : null;
  };

  layout.blank = (index, isBlank) => {
    const { style } = layout.doubtful[index].element;
    if (isBlank) style.setProperty("visibility", "hidden", "important");
    else style.removeProperty("visibility");
  };

  return hidden;
})();
