// Read the segments of a source map (ECMA-426): which place in a source each place in the script comes from.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of one segment (VLQ): each is written in base64 digits of five bits, the lowest first. */
function numbers(segment) {
  const found = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    found.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return found;
}

/** The offset of each line of a text. */
export function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** All segments, each as [offset in the script, index of the source, offset in the source]. */
export function segmentsOf(map, script) {
  const scriptLines = lineStarts(script);
  const sourceLines = map.sourcesContent.map(lineStarts);
  const found = [];
  let [source, line, column] = [0, 0, 0];
  map.mappings.split(';').forEach((segments, scriptLine) => {
    let scriptColumn = 0;
    for (const segment of segments.split(',').filter(Boolean)) {
      const [moved, ...place] = numbers(segment);
      scriptColumn += moved;
      if (place.length < 3) continue;
      source += place[0];
      line += place[1];
      column += place[2];
      found.push([scriptLines[scriptLine] + scriptColumn, source, sourceLines[source][line] + column]);
    }
  });
  return found;
}
