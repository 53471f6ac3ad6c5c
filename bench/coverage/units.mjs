// What can be run in a script: its statements, and the arms of its branches, each as {kind, start, end}.

/** V8 counts each of these for itself, so each can be told apart in a map of what ran. */
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

/** An arm in braces begins where its first statement does: a minifier drops the braces. */
const arm = (node) =>
  unit('branches', node.type === 'BlockStatement' && node.body.length ? node.body[0] : node);

/** All units of a program that acorn has parsed. */
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
