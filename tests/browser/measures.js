// Measures a screen's sizes and lines. Evaluates to an object of functions; each lists what falls short.
({
  /** The elements that a person can see. */
  visible(selector) {
    return [...document.querySelectorAll(selector)].filter(
      (element) =>
        element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
        !element.closest('.unseen, .skip, [aria-hidden=true]'),
    );
  },

  describe(element) {
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '')
      .trim()
      .replace(/\s+/g, ' ')
      .slice(0, 40);
    const [first] = typeof element.className === 'string' ? element.className.split(' ') : [];
    return `<${element.localName}${first ? `.${first}` : ''}> ${name}`;
  },

  /** Elements that are wider than the screen or reach beyond it. */
  overflows() {
    const width = document.documentElement.clientWidth;
    const wide = this.visible('body *').filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > width + 1 || left < -1;
    });
    const scrolls =
      document.documentElement.scrollWidth > width
        ? [`the page is ${document.documentElement.scrollWidth} px on ${width}`]
        : [];
    return [...scrolls, ...wide.map((element) => this.describe(element))];
  },

  /** Controls under `side` px in width or height; a checkbox or radio button counts with its label. */
  smallTargets(side) {
    return this.visible('a[href], button, select, textarea, input, summary').flatMap((element) => {
      const inSentence =
        element.localName === 'a' &&
        getComputedStyle(element).display === 'inline' &&
        element.parentElement?.matches('p, li, dd') &&
        element.parentElement.textContent.trim() !== element.textContent.trim();
      if (inSentence) return [];
      const label = element.matches('input[type=radio], input[type=checkbox], input[type=file]')
        ? element.labels?.[0]
        : null;
      const areas = [element, label].flatMap((box) => (box ? [box.getBoundingClientRect()] : []));
      const width = Math.max(...areas.map((area) => area.width));
      const height = Math.max(...areas.map((area) => area.height));
      return width + 0.5 < side || height + 0.5 < side
        ? [`${this.describe(element)}: ${width.toFixed(1)} × ${height.toFixed(1)}`]
        : [];
    });
  },

  /** Visible text smaller than `size` px. */
  smallText(size) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.data.trim() || holder.closest('script, style, option, .unseen, .skip, [aria-hidden=true]'))
        continue;
      if (!holder.checkVisibility({ checkVisibilityCSS: true })) continue;
      const own = parseFloat(getComputedStyle(holder).fontSize);
      if (own + 0.01 < size) found.add(`${this.describe(holder)}: ${own} px`);
    }
    for (const field of this.visible('input, textarea, select')) {
      const drawn = field.matches('[type=file]') ? '::file-selector-button' : null;
      const own = parseFloat(getComputedStyle(field, drawn).fontSize);
      if (own + 0.01 < size) found.add(`${this.describe(field)}: ${own} px`);
    }
    return [...found];
  },

  /** Words of the app that are broken between two letters, on this browser, which divides no word by itself. */
  brokenWords() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (holder.closest('script, option, .words, .unseen, .skip, [data-address], .link-text')) continue;
      if (!holder.checkVisibility({ checkVisibilityCSS: true })) continue;
      for (const { 0: word, index } of node.data.matchAll(/[^\s-]+/g)) {
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 1).map(({ top }) => top);
        if (new Set(lines).size > 1) found.add(word);
      }
    }
    return [...found];
  },

  /** The number of lines of a running text. */
  lines(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size;
  },

  /** Running text of several lines with a line height under 1.5; names and headings may be tighter. */
  tightLines() {
    return this.visible('p:not(.sheet-title), li, dd, textarea').flatMap((element) => {
      const { lineHeight, fontSize } = getComputedStyle(element);
      const ratio = parseFloat(lineHeight) / parseFloat(fontSize);
      return this.lines(element) > 1 && ratio + 0.005 < 1.5
        ? [`${this.describe(element)}: ${ratio.toFixed(2)}`]
        : [];
    });
  },

  /** Paragraphs over `limit` characters a line on average; not the sheet, which is as wide as paper. */
  longLines(limit) {
    return this.visible('p, li, dd')
      .filter((element) => !element.closest('.sheet'))
      .flatMap((element) => {
        const lines = this.lines(element);
        const characters = element.innerText.trim().length / lines;
        return lines > 1 && characters > limit
          ? [`${this.describe(element)}: ${characters.toFixed(0)} a line`]
          : [];
      });
  },
});
