"""Mutations of a file: small faults, one at a time, that the tests of that file should notice.

A comparison that includes or excludes the bound, `and` for `or`, a negated condition, a constant off by one,
a statement or a `return` left out.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from bench.coverage_suites import INSTALLED
from bench.lighthouse import NODE

SCRIPT = Path(__file__).parent / "mutants" / "mutations.mjs"
COMPARISONS = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
}  # fmt: skip
OPERATOR = re.compile(rb"==|!=|<=|>=|<|>|\bnot\s+in\b|\bis\s+not\b|\bin\b|\bis\b")
CONNECTIVES = {b"and": "or", b"or": "and"}
DROPPED = ast.Expr | ast.Assign | ast.AugAssign | ast.Return | ast.Raise


@dataclass(frozen=True)
class Mutant:
    """One fault: the bytes from `start` to `end` of the file become `text`."""

    path: str
    kind: str
    start: int
    end: int
    text: str
    line: int
    old: str

    def within(self, content: bytes) -> bytes:
        """The content of the file with the fault in it."""
        return content[: self.start] + self.text.encode() + content[self.end :]

    def __str__(self) -> str:
        old, new = (" ".join(words.split())[:60] for words in (self.old, self.text))
        return f"{self.path}:{self.line} {self.kind}: {old} -> {new or 'nothing'}"


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """All faults of one file, in the order of the file."""
    content = (root / path).read_bytes()
    faults = python_faults(content) if path.endswith(".py") else script_faults(root / path)
    return sorted(
        (
            Mutant(
                path, kind, start, end, text, content[:start].count(b"\n") + 1, content[start:end].decode()
            )
            for kind, start, end, text in faults
        ),
        key=lambda mutant: (mutant.start, mutant.end, mutant.kind),
    )


Fault = tuple[str, int, int, str]


def script_faults(path: Path) -> Iterator[Fault]:
    """The faults of a script, with its UTF-16 offsets converted to bytes."""
    command = [sys.executable, "-c", NODE, str(SCRIPT), str(INSTALLED), str(path)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    units = path.read_text("utf-8").encode("utf-16-le")
    for found in json.loads(ended.stdout):
        start, end = (len(units[: 2 * found[key]].decode("utf-16-le").encode()) for key in ("start", "end"))
        yield found["kind"], start, end, found["text"]


def python_faults(content: bytes) -> Iterator[Fault]:
    """The faults of a Python file that leave it valid Python."""
    starts = [0, *accumulate(len(line) for line in content.splitlines(keepends=True))]
    tree = ast.parse(content)

    def begin(node: ast.expr | ast.stmt) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr | ast.stmt) -> int:
        return starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def faults(node: ast.AST, in_function: bool) -> Iterator[Fault]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            gap = content[end(node.left) : begin(node.comparators[0])]
            if found := OPERATOR.search(gap):
                at = end(node.left)
                old = " ".join(found[0].decode().split())
                yield "comparison", at + found.start(), at + found.end(), COMPARISONS[old]
        elif isinstance(node, ast.BoolOp):
            at = end(node.values[0])
            if found := re.search(rb"\b(?:and|or)\b", content[at : begin(node.values[1])]):
                yield "connective", at + found.start(), at + found.end(), CONNECTIVES[found[0]]
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield "constant", begin(node), end(node), str(node.value + 1)
        elif isinstance(node, ast.If | ast.While | ast.IfExp) and in_function:
            test = content[begin(node.test) : end(node.test)].decode()
            yield "condition", begin(node.test), end(node.test), f"(not ({test}))"
        elif isinstance(node, DROPPED) and in_function and not is_docstring(node):
            yield "statement", begin(node), end(node), "pass"

    def walk(node: ast.AST, in_function: bool) -> Iterator[Fault]:
        yield from faults(node, in_function)
        inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.JoinedStr):  # before Python 3.12 its parts have no positions
                yield from walk(child, inside)

    for fault in walk(tree, False):
        if parses(content[: fault[1]] + fault[3].encode() + content[fault[2] :]):
            yield fault


def is_docstring(node: ast.AST) -> bool:
    """Whether a statement is a constant only, such as a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def parses(content: bytes) -> bool:
    """Whether the content is valid Python."""
    try:
        return bool(ast.parse(content))
    except SyntaxError:
        return False
