// What a browser sees of the slides. Runs inside the page and gives it `layout`:
//
//     layout.measure(slide)   edges, pictures, sizes of text and letters, as plain numbers
//     layout.tag(slides)      marks what is visible, so that its fonts can be asked for
//     layout.isMarked()       whether every slide has the mark of a draft or a smoke run
//     layout.unmark()         takes that away
//     layout.faces()          the fonts that the page brings along
//
// "Ink" is what can be seen: a line of text, a picture, a box with a border or a ground.
// Rectangles are in CSS pixels of a window 1280 wide; lengths past an edge in the slide's own.
globalThis.layout = (() => {
  const CONTENT =
    "section:not([data-marpit-advanced-background=background], [data-marpit-advanced-background=pseudo])";
  const CODE = "pre, marp-pre";
  const HEADING = "h1, h2, h3, h4, h5, h6";
  const STEP = "[data-marpit-fragment]";
  // The lowest strip of a slide that shows its number, or a footer.
  const NUMBER_STRIP = 40;
  // An element that shows less than this is hidden on purpose, for screen readers.
  const HIDDEN = 2;
  const SIDES = ["top", "right", "bottom", "left"];

  function measure(slide) {
    const page = findPage(slide);
    const visible = [...walk(page.section)];
    const ink = visible.flatMap((seen) => seen.ink).filter((one) => !one.marginal);
    return {
      title: readTitle(page.section),
      overflow: findOverflow(ink, page),
      cuts: findCuts(ink, page),
      wrapped: [...page.section.querySelectorAll(CODE)].map(countWraps).filter((wrap) => wrap.lines),
      smallest: findSmallest(ink),
      pictures: findPictures(visible),
      grounds: findGrounds(slide, visible),
      letters: findLetters(visible),
      steps: page.section.querySelectorAll(STEP).length,
      // Whether a viewer sees more than a heading before the first step.
      arrives: ink.some(({ element }) => !element.closest(`${HEADING}, ${STEP}`)) || findGrounds(slide, []).length > 0,
    };
  }

  function findPage(slide) {
    const section = slide.querySelector(CONTENT);
    const { left, top, right, bottom, width } = section.getBoundingClientRect();
    const scale = width / section.offsetWidth;
    const hasStrip =
      section.hasAttribute("data-marpit-pagination") || section.querySelector(":scope > footer");
    return { section, scale, left, top, right, bottom: bottom - (hasStrip ? NUMBER_STRIP * scale : 0) };
  }

  function readTitle(section) {
    const heading = section.querySelector(HEADING);
    return heading ? ownText(heading, "mjx-container").replace(/\s+/g, " ").trim() : "";
  }

  function ownText(element, without) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const parts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(without)) parts.push(walker.currentNode.data);
    }
    return parts.join("");
  }

  // Every visible element below `parent`, with its style and the ink that is its own.
  function* walk(parent, clips = [], marginal = false) {
    for (const element of parent.children) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (isHidden(element, style, box)) continue;
      const within = isClip(style) ? [...clips, { element, ...edges(box) }] : clips;
      const aside = marginal || element.matches("section > header, section > footer");
      const shown = style.visibility === "visible";
      const ink = shown ? findInk(element, style, box, clips, within, aside) : [];
      yield { element, style, shown, ink };
      yield* walk(element, within, aside);
    }
  }

  function isHidden(element, style, box) {
    return (
      style.display === "none" ||
      style.opacity === "0" ||
      (style.clip !== "auto" && ["absolute", "fixed"].includes(style.position)) ||
      /^inset\((50|100)%/.test(style.clipPath) ||
      (isClip(style) && Math.min(box.width, box.height) <= HIDDEN)
    );
  }

  function isClip(style) {
    return style.overflowX !== "visible" && style.display !== "inline" && style.display !== "contents";
  }

  function edges({ left, top, right, bottom }) {
    return { left, top, right, bottom };
  }

  function findInk(element, style, box, clips, within, marginal) {
    const about = { element, style, marginal };
    const ink = [];
    const isDrawing = element instanceof SVGElement;
    if (isPicture(element)) ink.push({ ...about, what: "picture", clips, ...edges(box) });
    else if (!isDrawing && hasGround(style) && (element.textContent.trim() || element.querySelector("img"))) {
      ink.push({ ...about, what: nameBox(element), clips, ...edges(box) });
    }
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const lines = linesOf(node, parseFloat(style.fontSize) * scaleOf(element));
      if (lines.length) ink.push({ ...about, what: "text", clips: within, node, lines, ...union(lines) });
    }
    return ink;
  }

  function isPicture(element) {
    return element.matches("img, video, canvas, iframe, object") || element.localName === "svg";
  }

  function hasGround(style) {
    const borders = SIDES.some(
      (side) => parseFloat(style[`border-${side}-width`]) && style[`border-${side}-style`] !== "none",
    );
    return borders || style.backgroundImage !== "none" || !/, 0\)$|^transparent$/.test(style.backgroundColor);
  }

  function nameBox(element) {
    return element.closest(CODE) ? "code" : element.closest("table") ? "a table" : "a box";
  }

  // A font's ascent and descent hold more than its letters: a line is as high as its size.
  function linesOf(node, size) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const isVertical = !getComputedStyle(node.parentElement).writingMode.startsWith("horizontal");
    return [...range.getClientRects()]
      .filter((line) => line.width > 0.5)
      .map((line) => {
        if (isVertical) {
          const air = Math.max(0, (line.width - size) / 2);
          return { left: line.left + air, top: line.top, right: line.right - air, bottom: line.bottom };
        }
        const air = Math.max(0, (line.height - size) / 2);
        return { left: line.left, top: line.top + air, right: line.right, bottom: line.bottom - air };
      });
  }

  function union(lines) {
    return {
      left: Math.min(...lines.map((line) => line.left)),
      top: Math.min(...lines.map((line) => line.top)),
      right: Math.max(...lines.map((line) => line.right)),
      bottom: Math.max(...lines.map((line) => line.bottom)),
    };
  }

  // By how much larger an element is shown than its style says.
  function scaleOf(element) {
    if (element instanceof SVGElement) {
      const matrix = element.getScreenCTM?.();
      return matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    }
    const block = blockOf(element);
    return block.offsetWidth ? block.getBoundingClientRect().width / block.offsetWidth : 1;
  }

  function blockOf(element) {
    while (["inline", "contents"].includes(getComputedStyle(element).display)) {
      element = parentOf(element);
    }
    return element;
  }

  // Where an element is drawn: Marp's fitting code and headings draw theirs in a shadow tree.
  function parentOf(element) {
    return element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  }

  // How far `inner` reaches past each side of `outer`; negative where it ends before.
  function past(inner, outer) {
    return {
      top: outer.top - inner.top,
      right: inner.right - outer.right,
      bottom: inner.bottom - outer.bottom,
      left: outer.left - inner.left,
    };
  }

  // For each side of the page, what reaches farthest past it.
  function findOverflow(ink, page) {
    const farthest = {};
    for (const one of ink) {
      const seen = one.clips.reduce(intersect, one);
      if (seen.right <= seen.left || seen.bottom <= seen.top) continue;
      for (const [side, length] of Object.entries(past(seen, page))) {
        const px = length / page.scale;
        if (px > 0 && px > (farthest[side]?.px ?? 0)) farthest[side] = { px, what: one.what };
      }
    }
    return farthest;
  }

  function intersect(a, b) {
    return {
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    };
  }

  // Text and pictures that a frame around them hides, and text that leaves its column. KaTeX sets
  // accents before their boxes, and cuts roots and braces from longer drawings.
  function findCuts(ink, page) {
    const cuts = [];
    for (const one of ink.filter(({ what }) => what === "text" || what === "picture")) {
      if (one.element.closest(".katex")) continue;
      const frames = one.clips.map((frame) => [frame.element, past(one, frame), true]);
      if (one.what === "text" && !(one.element instanceof SVGElement)) {
        const block = blockOf(one.element);
        const { right, left } = past(one, block.getBoundingClientRect());
        if (block !== page.section) frames.push([block, { right, left }, false]);
      }
      for (const [element, lengths, hides] of frames) {
        const [side, length] = Object.entries(lengths).sort((a, b) => b[1] - a[1])[0];
        const code = Boolean(element.closest(CODE));
        const frame = element.closest(`${CODE}, td, th`)?.localName ?? element.localName;
        if (length > 0) {
          cuts.push({ px: length / page.scale, side, what: one.what, frame, hides, code, text: snippet(one) });
        }
      }
    }
    return cuts;
  }

  function snippet(one) {
    const pre = one.element.closest(CODE);
    const widest = pre && findLines(pre, one.node).sort((a, b) => b.right - a.right)[0];
    const text = widest?.text ?? one.node?.data ?? one.element.alt ?? "";
    return text.trim().replace(/\s+/g, " ").slice(0, 60);
  }

  // The lines of a code block on which a piece of its text lies: their whole texts, and where
  // the piece ends on each.
  function findLines(pre, node) {
    const before = document.createRange();
    before.setStart(pre, 0);
    before.setEndBefore(node);
    const first = before.toString().split("\n").length - 1;
    const whole = pre.textContent.split("\n");
    const range = document.createRange();
    let start = 0;
    return node.data.split("\n").flatMap((part, index) => {
      range.setStart(node, start);
      range.setEnd(node, start + part.length);
      start += part.length + 1;
      const { right, bottom } = range.getBoundingClientRect();
      return part ? [{ text: whole[first + index], right, bottom }] : [];
    });
  }

  // How many more lines a code block has on the slide than in its source.
  function countWraps(pre) {
    const all = [pre, ...pre.querySelectorAll("*")];
    if (all.every((element) => ["pre", "nowrap"].includes(getComputedStyle(element).whiteSpace))) {
      return { lines: 0 };
    }
    const range = document.createRange();
    range.selectNodeContents(pre);
    const height = () => range.getBoundingClientRect().height;
    const before = height();
    const inline = all.map((element) => element.getAttribute("style"));
    for (const element of all) element.style.setProperty("white-space", "pre", "important");
    const lost = before - height();
    all.forEach((element, index) =>
      inline[index] === null ? element.removeAttribute("style") : element.setAttribute("style", inline[index]),
    );
    const style = getComputedStyle(pre);
    const line = parseFloat(style.lineHeight) || 1.2 * parseFloat(style.fontSize);
    const text = pre.textContent.trim().split("\n", 1)[0].slice(0, 60);
    return { lines: Math.max(0, Math.round(lost / (line * scaleOf(pre)))), text };
  }

  // The smallest text of a slide. A raised or lowered sign is as small as its line; so is all
  // of a formula. MathJax draws one in thousandths of its size.
  function findSmallest(ink) {
    const sizes = ink.flatMap((one) => {
      const formula = one.element.closest("mjx-container");
      if (formula) return one.what === "picture" ? { px: 1000 * scaleOf(one.element), text: "a formula" } : [];
      if (one.what !== "text") return [];
      const line = one.element.closest(".katex") ?? one.element.closest("sub, sup, rt")?.parentElement ?? one.element;
      return { px: parseFloat(getComputedStyle(line).fontSize) * scaleOf(line), text: snippet(one) };
    });
    return sizes.sort((a, b) => a.px - b.px)[0] ?? null;
  }

  function findPictures(visible) {
    return visible
      .filter(({ element, shown }) => shown && element.localName === "img")
      .map(({ element, style }) => {
        const { width, height } = element.getBoundingClientRect();
        const { naturalWidth, naturalHeight } = element;
        const scale = shownScale(width / naturalWidth, height / naturalHeight, style.objectFit);
        const source = element.getAttribute("src") ?? "";
        return {
          alt: element.alt.trim(),
          source: source.startsWith("data:") ? "" : source.slice(0, 200),
          bare: ["none", "presentation"].includes(element.getAttribute("role")) || element.ariaHidden === "true",
          vector: /^data:image\/svg|\.svg([?#]|$)/i.test(source),
          smallest: readSmallest(source),
          width: naturalWidth,
          height: naturalHeight,
          scale: naturalWidth ? scale : 0,
        };
      });
  }

  // The size of the smallest letters of a figure that the engine drew as SVG, in its own pixels.
  function readSmallest(source) {
    const [, content] = /^data:image\/svg\+xml;base64,(.{0,4000})/.exec(source) ?? [];
    const [, size] = /<svg data-smallest-text="([\d.]+)"/.exec(content ? atob(content) : "") ?? [];
    return size ? Number(size) : null;
  }

  function shownScale(across, down, fit) {
    if (fit === "none") return 1;
    if (fit === "contain") return Math.min(across, down);
    if (fit === "scale-down") return Math.min(1, across, down);
    return Math.max(across, down);
  }

  // The addresses of all background pictures.
  function findGrounds(slide, visible) {
    const layers = [...slide.querySelectorAll("section, figure")].map((element) => getComputedStyle(element));
    const found = [...layers, ...visible.map(({ style }) => style)].flatMap((style) =>
      [...style.backgroundImage.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)].map((match) => match[1]),
    );
    return [...new Set(found)];
  }

  // All signs of a slide by the fonts that its style asks for, by boldness and slant.
  function findLetters(visible) {
    const letters = new Map();
    const add = (style, text) => {
      const key = JSON.stringify([style.fontFamily, parseInt(style.fontWeight) >= 600, style.fontStyle !== "normal"]);
      if (!letters.has(key)) letters.set(key, new Set());
      const cased = style.textTransform === "none" ? text : text + text.toUpperCase() + text.toLowerCase();
      for (const { segment } of segmenter.segment(cased)) letters.get(key).add(segment);
    };
    for (const { element, style, ink } of visible) {
      for (const one of ink) if (one.node) add(style, one.node.data);
      if (style.display === "list-item" && style.listStyleType.startsWith('"')) {
        add(style, unquote(style.listStyleType));
      }
    }
    const sections = [...new Set(visible.map(({ element }) => element.closest("section")))];
    for (const element of [...sections, ...visible.map(({ element }) => element)]) {
      for (const place of ["::before", "::after"]) {
        const style = getComputedStyle(element, place);
        if (style.content.includes('"') && style.display !== "none") add(style, unquote(style.content));
      }
    }
    return [...letters].map(([key, signs]) => {
      const [fonts, bold, italic] = JSON.parse(key);
      const font = `${italic ? "italic " : ""}${bold ? 700 : 400} 32px ${fonts}`;
      return { fonts, bold, italic, signs: [...signs], boxes: findBoxes(font, [...signs]) };
    });
  }

  // The signs that no font has, one's own or the machine's: each is drawn as one that there is not.
  function findBoxes(font, signs) {
    const asked = signs.filter((sign) => [...sign].length === 1 && sign > "\u024f" && /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign));
    if (!asked.length) return [];
    pen.font = font;
    const box = draw("\u{10fffd}");
    return asked.filter((sign) => draw(sign) === box);
  }

  const pen = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true });

  function draw(sign) {
    pen.clearRect(0, 0, 64, 64);
    pen.fillText(sign, 8, 44);
    return pen.getImageData(0, 0, 64, 64).data.join();
  }

  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

  // The strings in a CSS value such as `counter(n) " of "`.
  function unquote(value) {
    return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
      .map((match) => match[1].replace(/\\([\da-f]{1,6}\s?|.)/gi, (_, code) =>
        /^[\da-f]/i.test(code) ? String.fromCodePoint(parseInt(code, 16)) : code))
      .join("");
  }

  // Marks each visible element with its slide's number, for `CSS.getPlatformFontsForNode`.
  function tag(slides) {
    slides.forEach((slide, index) => {
      const section = slide.querySelector(CONTENT);
      const visible = [...walk(section)].filter(({ shown }) => shown);
      for (const element of [section, ...visible.map(({ element }) => element)]) {
        element.setAttribute("data-layout-slide", index + 1);
      }
    });
  }

  const isMark = (rule) => rule.selectorText?.includes("#slides-mark");

  function isMarked() {
    return [...document.styleSheets].some((sheet) => [...sheet.cssRules].some(isMark));
  }

  // Takes away what the build says on every slide of a draft or a smoke run: it is no word of theirs.
  function unmark() {
    for (const sheet of document.styleSheets) {
      for (let at = sheet.cssRules.length - 1; at >= 0; at--) {
        if (isMark(sheet.cssRules[at])) sheet.deleteRule(at);
      }
    }
  }

  // The fonts that the page brings along.
  function faces() {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    return rules
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .map(({ style }) => ({
        family: style.getPropertyValue("font-family").replace(/^["']|["']$/g, ""),
        weight: style.getPropertyValue("font-weight"),
        slant: style.getPropertyValue("font-style"),
        source: style.getPropertyValue("src"),
      }));
  }

  const slides = () => [...document.querySelectorAll("svg[data-marpit-svg]")];

  return {
    CODE, HEADING, slides, measure, tag, isMarked, unmark, faces, findPage, walk, findLines,
    isHidden, isPicture, linesOf, scaleOf, parentOf, unquote,
  };
})();
