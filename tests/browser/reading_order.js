// Checks that words are laid out in reading order. Evaluates to a function that lists the faults.
// The expected direction comes from the letters alone: the first letter with a direction decides.
(() => {
  const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const STRONG = /[A-Za-z\u00c0-\u024f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const SLACK_PX = 1.5;
  const directionOf = (text) => {
    const [sign] = STRONG.exec(text) ?? [];
    return !sign ? null : RIGHT.test(sign) ? 'rtl' : 'ltr';
  };

  /** Each word of an element, with its box and its line of text. */
  function wordsOf(element) {
    const found = [];
    const all = element.textContent;
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let from = 0; texts.nextNode(); from += texts.currentNode.data.length) {
      const { data } = texts.currentNode;
      for (const { 0: word, index } of data.matchAll(/\S+/g)) {
        const range = new Range();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        const boxes = [...range.getClientRects()].filter(({ width }) => width);
        const line = all.slice(all.lastIndexOf('\n', from + index) + 1).split('\n')[0];
        if (STRONG.test(word) && boxes.length === 1)
          found.push({ word, box: boxes[0], line, node: texts.currentNode });
      }
    }
    return found;
  }

  const onOneLine = (a, b) => a.top < b.bottom - 4 && b.top < a.bottom - 4;
  const follows = (a, b, direction) =>
    onOneLine(a, b)
      ? direction === 'rtl'
        ? b.right <= a.left + SLACK_PX
        : a.right <= b.left + SLACK_PX
      : b.top > a.top;

  /** Neighbouring words follow their script's direction, or their line's if their scripts differ. */
  function checkWords(element, bad) {
    const words = wordsOf(element);
    words.slice(1).forEach((after, i) => {
      const before = words[i];
      const [first, second] = [directionOf(before.word), directionOf(after.word)];
      const direction = first === second ? first : directionOf(before.line);
      if (!follows(before.box, after.box, direction))
        bad.push(`"${before.word}" and "${after.word}" in "${element.textContent}"`);
    });
    return words;
  }

  /** A block's stem and pieces, those in a fold too, follow the direction of the first piece that has one. */
  function checkPieces(block, bad) {
    const pieces = [...block.querySelectorAll('span.words')];
    const direction = directionOf(pieces.map((piece) => piece.textContent).join(' '));
    const rows = [...block.querySelectorAll('.stem, span.words')].map((element) => wordsOf(element));
    rows.slice(1).forEach((after, i) => {
      // Compare the sides of whole boxes where they share a line.
      for (const a of rows[i])
        for (const b of after) {
          if (!follows(a.box, b.box, direction))
            bad.push(`"${a.word}" of one sentence and "${b.word}" of the next in "${block.textContent}"`);
        }
    });
    if (direction && getComputedStyle(block).direction !== direction)
      bad.push(`the block "${block.textContent}" is not ${direction}`);
  }

  /** The person's words inside a line of the app come after the text before them. */
  function checkInline(element, bad) {
    const before = element.previousSibling;
    if (before?.nodeType !== Node.TEXT_NODE || !STRONG.test(before.data)) return;
    const [first] = wordsOf(element);
    const last = wordsOf(element.parentElement)
      .filter(({ node }) => node === before)
      .at(-1);
    if (first && last && onOneLine(first.box, last.box) && first.box.left < last.box.right - SLACK_PX)
      bad.push(`"${first.word}" is laid out before "${last.word}"`);
  }

  return () => {
    const bad = [];
    let checked = 0;
    for (const element of document.querySelectorAll('.words:not(textarea, input, option)')) {
      if (element.closest('.unseen')) continue;
      checked += checkWords(element, bad).length;
      if (element.matches('bdi')) checkInline(element, bad);
      const block = element.matches('[dir]') && getComputedStyle(element).display !== 'inline';
      const expected = block && !element.textContent.includes('\n') && directionOf(element.textContent);
      if (expected && getComputedStyle(element).direction !== expected)
        bad.push(`the block "${element.textContent}" is not ${expected}`);
    }
    for (const block of new Set(
      [...document.querySelectorAll('span.words')].map((piece) => piece.closest('[dir]')),
    )) {
      if (!block.closest('.unseen, .tick')) checkPieces(block, bad);
    }
    for (const field of document.querySelectorAll('textarea, input:not([type])')) {
      const expected = directionOf(field.value);
      checked += 1;
      if (expected && getComputedStyle(field).direction !== expected)
        bad.push(`the field "${field.value}" is not ${expected}`);
    }
    return { bad: [...new Set(bad)].slice(0, 20), checked };
  };
})();
