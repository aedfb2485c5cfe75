// What makes an overfull slide fit. Runs in a page that has output/layout.page.js:
//
//     layout.fit(slide)   tries columns and narrower figures, and finds where to part it
//
// All that is tried is undone.
layout.fit = (() => {
  const { CODE, HEADING, measure, findPage, walk, findLines } = layout;

  function fit(slide) {
    const page = findPage(slide);
    return { split: findSplit(page), columns: tryColumns(slide, page), narrower: tryNarrower(slide, page) };
  }

  // The slide with text beside the figure, or no longer so; null if that cannot be.
  function tryColumns(slide, { section }) {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const isKnown = rules.some((rule) => rule.selectorText?.includes(".columns"));
    if (!isKnown || !section.querySelector("img") || !section.querySelector(`li, p:not(:has(img)), table, ${CODE}`)) {
      return null;
    }
    section.classList.toggle("columns");
    const classes = section.className.trim();
    const measured = measure(slide);
    section.classList.toggle("columns");
    return { classes, measured };
  }

  // The slide with its pictures in the largest widths, in tens of pixels, that end the overflow.
  function tryNarrower(slide, { section, scale }) {
    const images = [...section.querySelectorAll("img")].filter((image) => image.naturalWidth);
    const widths = images.map((image) => image.getBoundingClientRect().width / scale);
    const inline = images.map((image) => image.style.width);
    let found = null;
    for (let share = 0.95; images.length && share > 0.3 && !found; share -= 0.05) {
      const tried = widths.map((width) => 10 * Math.floor((width * share) / 10));
      images.forEach((image, index) => (image.style.width = `${tried[index]}px`));
      const measured = measure(slide);
      if (Object.values(measured.overflow).every(({ px }) => px <= 1)) found = { widths: tried, measured };
    }
    images.forEach((image, index) => (image.style.width = inline[index]));
    return found;
  }

  // Where the slide could be parted: before the outermost block that crosses the lower edge, has
  // something before it, and has room on a page; else before a line of code.
  function findSplit(page) {
    const ink = [...walk(page.section)].flatMap((seen) => seen.ink).filter((one) => !one.marginal);
    const ends = (one) => one.bottom > page.bottom + page.scale;
    const crossing = ink.find((one) => ["text", "picture"].includes(one.what) && ends(one));
    if (!crossing) return null;
    const first = ink.find((one) => !one.element.closest(HEADING)) ?? crossing;
    const room = page.bottom - first.top;
    const isAfterSome = (block) =>
      ink.some(({ element }) =>
        !element.closest(HEADING) && !element.contains(block) && !block.contains(element) &&
        block.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    const chain = [];
    for (let block = crossing.element; block !== page.section; block = block.parentElement) chain.unshift(block);
    let block = chain.find((candidate) =>
      candidate.matches(`p, ${CODE}, table, blockquote, li, tr, img, ${HEADING}`) &&
      candidate.getBoundingClientRect().height <= room && isAfterSome(candidate));
    const pre = crossing.element.closest(CODE);
    if (!block && pre) {
      const line = findLines(pre, crossing.node).find(ends);
      return { code: true, text: line?.text ?? "" };
    }
    if (!block) return null;
    // A heading goes with what it is the heading of.
    for (let above = block.previousElementSibling; above?.matches(HEADING) && isAfterSome(above); ) {
      block = above;
      above = block.previousElementSibling;
    }
    return { code: false, text: nameBlock(block) };
  }

  // The first line of a block, as far as it identifies it.
  function nameBlock(block) {
    if (block.matches(CODE)) return block.textContent.trim().split("\n", 1)[0];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let text = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (text.trim() && node.matches(`ul, ol, br, ${CODE}, p, table, tr`)) break;
    }
    return (text.trim() || block.querySelector("img")?.alt || block.alt || "").replace(/\s+/g, " ").slice(0, 200);
  }

  return fit;
})();
