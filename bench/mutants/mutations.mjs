// Print the mutations of a script, small faults, as one JSON list of {kind, start, end, text}.
// node mutations.mjs <folder of node_modules> <script>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, path] = process.argv.slice(2);
const { parse } = createRequire(`${modules}/`)('acorn');
const script = readFileSync(path, 'utf8');

const COMPARISONS = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
};
const CONNECTIVES = { '&&': '||', '||': '&&' };

/** Replace the operator between two operands. Assumes that no comment between them contains the operator. */
function operator(kind, { left, right, operator: old }, others) {
  const start = script.indexOf(old, left.end);
  return start < right.start ? [{ kind, start, end: start + old.length, text: others[old] }] : [];
}

const negated = ({ test }) =>
  test
    ? [
        {
          kind: 'condition',
          start: test.start,
          end: test.end,
          text: `!(${script.slice(test.start, test.end)})`,
        },
      ]
    : [];
const dropped = ({ start, end }) => [{ kind: 'statement', start, end, text: ';' }];

const FAULTS = {
  BinaryExpression: (node) => (COMPARISONS[node.operator] ? operator('comparison', node, COMPARISONS) : []),
  LogicalExpression: (node) => (CONNECTIVES[node.operator] ? operator('connective', node, CONNECTIVES) : []),
  Literal: ({ value, start, end }) =>
    typeof value === 'number' ? [{ kind: 'constant', start, end, text: String(value + 1) }] : [],
  IfStatement: negated,
  WhileStatement: negated,
  ConditionalExpression: negated,
  ReturnStatement: dropped,
  ExpressionStatement: (node) => (node.directive ? [] : dropped(node)),
};

function faultsIn(node) {
  const own = FAULTS[node.type]?.(node) ?? [];
  const children = Object.values(node)
    .flat()
    .filter((child) => typeof child?.type === 'string');
  return [...own, ...children.flatMap(faultsIn)];
}

const options = { ecmaVersion: 'latest', sourceType: 'module' };
const parses = ({ start, end, text }) => {
  try {
    return Boolean(parse(script.slice(0, start) + text + script.slice(end), options));
  } catch {
    return false;
  }
};
console.log(JSON.stringify(faultsIn(parse(script, options)).filter(parses)));
