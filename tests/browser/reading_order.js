// Whether words stand in the order in which they are read. Evaluates to a function that gives what does not, a line each. What is
// expected comes from the letters alone: the first letter with a direction decides.
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
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data } = texts.currentNode;
      for (const { 0: word, index } of data.matchAll(/\S+/g)) {
        const range = new Range();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        const boxes = [...range.getClientRects()].filter(({ width }) => width);
        const line = data.slice(data.lastIndexOf('\n', index) + 1).split('\n')[0];
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

  /** Words next to each other: of one script in its direction, else in that of their line. */
  function checkWords(element, bad) {
    const words = wordsOf(element);
    words.slice(1).forEach((after, i) => {
      const before = words[i];
      const [one, other] = [directionOf(before.word), directionOf(after.word)];
      const direction = one === other ? one : directionOf(before.line);
      if (!follows(before.box, after.box, direction))
        bad.push(`"${before.word}" and "${after.word}" in "${element.textContent}"`);
    });
    return words;
  }

  /** The pieces of a block, and the app's stem before them, in the direction of the first piece that says one. */
  function checkPieces(block, bad) {
    const pieces = [...block.querySelectorAll(':scope > span.words')];
    const direction = directionOf(pieces.map((piece) => piece.textContent).join(' '));
    const stem = block.querySelector(':scope > .stem');
    const rows = [...(stem ? [stem] : []), ...pieces].map((element) => wordsOf(element));
    rows.slice(1).forEach((after, i) => {
      // Sides of whole boxes, as far as they share a line.
      for (const a of rows[i])
        for (const b of after) {
          if (!follows(a.box, b.box, direction))
            bad.push(`"${a.word}" of one sentence and "${b.word}" of the next in "${block.textContent}"`);
        }
    });
    if (direction && getComputedStyle(block).direction !== direction)
      bad.push(`the block "${block.textContent}" is not ${direction}`);
  }

  /** Words of the person's in a line of the app's stay behind what is before them. */
  function checkInline(element, bad) {
    const before = element.previousSibling;
    if (before?.nodeType !== Node.TEXT_NODE || !STRONG.test(before.data)) return;
    const [first] = wordsOf(element);
    const last = wordsOf(element.parentElement)
      .filter(({ node }) => node === before)
      .at(-1);
    if (first && last && onOneLine(first.box, last.box) && first.box.left < last.box.right - SLACK_PX)
      bad.push(`"${first.word}" stands before "${last.word}"`);
  }

  return () => {
    const bad = [];
    let checked = 0;
    for (const element of document.querySelectorAll('.words:not(textarea, input, option)')) {
      if (element.closest('.unseen')) continue;
      checked += checkWords(element, bad).length;
      if (element.matches('bdi')) checkInline(element, bad);
      const block = element.matches('[dir]') && getComputedStyle(element).display !== 'inline';
      const said = block && !element.textContent.includes('\n') && directionOf(element.textContent);
      if (said && getComputedStyle(element).direction !== said)
        bad.push(`the block "${element.textContent}" is not ${said}`);
    }
    for (const block of new Set(
      [...document.querySelectorAll('span.words')].map(({ parentElement }) => parentElement),
    )) {
      if (block.querySelector(':scope > span.words') && !block.closest('.unseen, .tick'))
        checkPieces(block, bad);
    }
    for (const field of document.querySelectorAll('textarea, input:not([type])')) {
      const said = directionOf(field.value);
      checked += 1;
      if (said && getComputedStyle(field).direction !== said)
        bad.push(`the field "${field.value}" is not ${said}`);
    }
    return { bad: [...new Set(bad)].slice(0, 20), checked };
  };
})();
