"""Pages to read from top to bottom: guides, sheets, help, installing. A file for each page and language.

The files are plain Markdown with little of it allowed, so that anybody can change them and nothing in them
becomes markup by accident; README.md beside this file says how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webapp.content.languages import languages
from webapp.content.strict import FOLDER, ImpossibleContent

GUIDES = FOLDER / "guides"
SHEETS = FOLDER / "sheets"
HELP = FOLDER / "help"
INSTALL = FOLDER / "install"
FREE_TO_BEGIN = (HELP, INSTALL)
"""Folders whose pages are parts of one screen, and may begin with a list."""

_FILE = re.compile(r"(\d\d-([a-z]+))\.([a-z]{2,3})\.md")
_LINK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_POINT = re.compile(r"- (.+)")
_STEP = re.compile(r"\d+\. (.+)")
_HEADING = re.compile(r"## (.+)")
_TITLE = re.compile(r"# (.+)")
_FOLDED = re.compile(r"### (.+)")
_LEAD = re.compile(r"\*\*([^*]+)\*\* (.+)")
_ICON = re.compile(r"\{([a-z-]+)\}")
ICONS = {"share", "square-plus", "ellipsis-vertical", "menu", "monitor-down"}
"""Pictures of buttons that a step may show: the names in templates/_install_symbols.html."""
_OTHER_MARKDOWN = re.compile(r"[<>*_`#|\[\]\\]|^[-+>]|^\d+\.\s|\s\s")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page. `kind`: heading, paragraph, points, steps, folded or link."""

    kind: str
    texts: tuple[str, ...]
    """Of `folded`: what it is called, and its steps."""
    screen: str = ""
    """Where a link leads: the name of a screen."""
    leads: tuple[str, ...] = ()
    """Of steps: the words that each begins with and that are printed bold ('' for none)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language. `name`: the word in its file's name, also its anchor on the screen."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@cache
def load_pages(folder: Path, screens: frozenset[str]) -> Mapping[str, tuple[Page, ...]]:
    """The pages of a folder by language, in the order of their numbers. `screens`: where links may lead.

    Raises ImpossibleContent, naming the file and the line, also where a page has no translation.
    """
    files = {path.name: path for path in sorted(folder.glob("*.md"))}
    pages = {stem: name for stem, name, _ in (_file_name(folder.name, file) for file in files)}
    wanted = {f"{stem}.{language}.md" for stem in pages for language in languages()}
    wrong = wanted ^ files.keys()
    if wrong or not files:
        raise ImpossibleContent(f"{folder.name}: missing or unknown: {', '.join(sorted(wrong))}")
    if len(set(pages.values())) != len(pages):
        raise ImpossibleContent(f"{folder.name}: two pages have the same name")
    return {
        language: tuple(
            _page(files[f"{stem}.{language}.md"], name, screens) for stem, name in sorted(pages.items())
        )
        for language in languages()
    }


def _file_name(folder: str, file: str) -> tuple[str, ...]:
    found = _FILE.fullmatch(file)
    if not found:
        raise ImpossibleContent(f"{folder}/{file}: not named like 10-statement.da.md")
    return found.groups()


def _page(path: Path, name: str, screens: frozenset[str]) -> Page:
    file = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ImpossibleContent(f"{file}: {error}") from error
    groups = [(f"{file}, line {number}", lines) for number, lines in _groups(text)]
    if len(groups) < 2 or len(groups[0][1]) != 1 or not (title := _TITLE.fullmatch(groups[0][1][0])):
        raise ImpossibleContent(f"{file}: must begin with '# ' and a title, alone on its line, and go on")
    blocks = tuple(_block(lines, screens, where) for where, lines in groups[1:])
    if blocks[0].kind != "paragraph" and path.parent.name not in {folder.name for folder in FREE_TO_BEGIN}:
        raise ImpossibleContent(f"{groups[1][0]}: after the title comes a paragraph")
    return Page(name, _plain(title[1], groups[0][0]), blocks)


def _groups(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first; empty lines part them."""
    group: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            group.append(line)
        elif group:
            yield number - len(group), group
            group = []


def _block(lines: list[str], screens: frozenset[str], where: str) -> Block:
    for kind, pattern, most in (("heading", _HEADING, 1), ("points", _POINT, 99), ("steps", _STEP, 99)):
        found = [match for line in lines if (match := pattern.fullmatch(line))]
        if len(found) == len(lines) <= most:
            return _list(kind, [match[1] for match in found], where)
    if folded := _FOLDED.fullmatch(lines[0]):
        steps = _block(lines[1:] or [""], screens, where)
        if steps.kind != "steps":
            raise ImpossibleContent(f"{where}: below '### ' come steps")
        return Block("folded", (_plain(folded[1], where), *steps.texts), leads=("", *steps.leads))
    if len(lines) == 1 and (link := _LINK.fullmatch(lines[0])):
        if link[2] not in screens:
            raise ImpossibleContent(f"{where}: there is no screen called {link[2]}")
        return Block("link", (_plain(link[1], where),), link[2])
    for line in lines:
        _plain(line, where)
    return Block("paragraph", (_plain(" ".join(lines), where),))


def _list(kind: str, lines: list[str], where: str) -> Block:
    """A heading, points or steps. A step may begin with bold words: "**Write.** One sentence is enough."."""
    bold = [_LEAD.fullmatch(line) if kind == "steps" else None for line in lines]
    texts = [f"{one[1]} {one[2]}" if one else line for one, line in zip(bold, lines, strict=True)]
    leads = tuple(one[1] if one else "" for one in bold)
    return Block(kind, tuple(_plain(text, where) for text in texts), leads=leads)


def _plain(text: str, where: str) -> str:
    if _OTHER_MARKDOWN.search(text) or text != text.strip():
        raise ImpossibleContent(f"{where}: only plain words may stand here: {text!r}")
    if unknown := [name for name in _ICON.findall(text) if name not in ICONS]:
        raise ImpossibleContent(f"{where}: there is no picture called {unknown[0]}")
    return text
