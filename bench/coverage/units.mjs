// List the units of a script that coverage counts, its statements and branch arms, as {kind, start, end}.

/** The arms of each kind of branch. V8 has a counter for each of them, so each can be told apart. */
const ARMS = {
  IfStatement: (node) => [node.consequent, node.alternate],
  ConditionalExpression: (node) => [node.consequent, node.alternate],
  LogicalExpression: (node) => [node.right],
  SwitchCase: (node) => [node.consequent[0]],
};
const NOT_RUN = new Set([
  'BlockStatement',
  'EmptyStatement',
  'FunctionDeclaration',
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ExportDefaultDeclaration',
]);

const isStatement = ({ type }) => /Statement$|Declaration$/.test(type) && !NOT_RUN.has(type);
const isExpressionBody = (node, parent) =>
  parent?.type === 'ArrowFunctionExpression' && parent.body === node && node.type !== 'BlockStatement';
const unit = (kind, { start, end }) => ({ kind, start, end });

/** A block's arm begins at its first statement, because a minifier may drop the braces. */
const arm = (node) =>
  unit('branches', node.type === 'BlockStatement' && node.body.length ? node.body[0] : node);

/** All units of a program, parsed by acorn. */
export function unitsOf(node, parent) {
  const own = [];
  if (isStatement(node) || isExpressionBody(node, parent)) own.push(unit('lines', node));
  for (const each of ARMS[node.type]?.(node) ?? []) if (each) own.push(arm(each));
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') own.push(...unitsOf(child, node));
    }
  }
  return own;
}
