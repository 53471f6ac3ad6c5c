"""Build the versioned copy of the static files that the app serves; bin/set-up calls `main`.

Own modules stay one file each, with the same names; they are only minified and compressed. Bundled are
the libraries, the style sheet, and the part of the service worker, which must be a classic script.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess  # esbuild is a program, not a library
import sys
import time
from pathlib import Path

import brotli
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from webapp.config import ROOT, Settings, settings_from

HERE = ROOT / "webapp"
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"
KEEP_SECONDS = 30 * 24 * 3600
"""How long the files of an older version stay, for phones that still run it."""
TARGETS = "chrome100,safari15.4,firefox115"
VENDOR_MODULES = {"idb": "idb", "diff3": "node-diff3"}
IMPORT = re.compile(r"""(?:from|import)\s*['"](\.[^'"]+)['"]""")


class BuildFailed(RuntimeError):
    """A step of the build ended in an error; the message is the tool's own."""


def sources() -> list[Path]:
    """The files that decide the version: all of webapp/ but what is made from others, and the lock file."""
    made = ("vendor", "__pycache__")
    kept = [p for p in HERE.rglob("*") if p.is_file() and p.suffix != ".mo" and not set(made) & set(p.parts)]
    return sorted([*kept, ROOT / "package-lock.json"])


def version_of(settings: Settings) -> str:
    """Twelve hex digits that change when any source, library or the salt changes."""
    digest = hashlib.sha256(settings.version_salt.encode())
    for path in sources():
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def _esbuild(*arguments: str) -> None:
    # The platform package itself: npm runs no install scripts, so esbuild's own start script may be missing.
    program = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"), None)
    if program is None:
        raise BuildFailed("esbuild is not installed; run bin/run or bin/test, which set it up.")
    command = [str(program), "--log-level=warning", "--charset=utf8", f"--target={TARGETS}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise BuildFailed(ended.stderr)


def build_vendor() -> None:
    """Bundle the third-party modules into static/vendor/, with their types beside them."""
    VENDOR.mkdir(exist_ok=True)
    for name, package in VENDOR_MODULES.items():
        entry = VENDOR / f"{name}.entry.js"
        entry.write_text(f"export * from '{package}';\n")
        _esbuild("--bundle", "--format=esm", "--minify", f"--outfile={VENDOR / name}.js", str(entry))
        entry.unlink()
        (VENDOR / f"{name}.d.ts").write_text(f"export * from '{package}';\n")
    shutil.copyfile(ROOT / "node_modules/htmx.org/dist/htmx.min.js", VENDOR / "htmx.js")


def _copy(target: Path) -> None:
    shutil.copytree(STATIC / "icons", target / "icons")
    shutil.copytree(VENDOR, target / "vendor", ignore=shutil.ignore_patterns("*.d.ts"))
    _esbuild("--bundle", "--minify", f"--outfile={target / 'css/app.css'}", str(STATIC / "css/app.css"))
    modules = [str(p) for p in sorted((STATIC / "js").rglob("*.js")) if "worker" not in p.parts]
    _esbuild("--minify", f"--outbase={STATIC / 'js'}", f"--outdir={target / 'js'}", *modules)
    phone = str(STATIC / "js/worker/phone.js")
    _esbuild("--bundle", "--minify", "--format=iife", f"--outfile={target / 'js/phone.js'}", phone)


def _compress(target: Path) -> None:
    for path in [p for p in target.rglob("*") if p.suffix in {".js", ".css", ".svg"}]:
        content = path.read_bytes()
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def module_graph(entry: Path) -> list[str]:
    """The modules that `entry` needs, itself first, as paths below static/: what a page preloads."""
    found: list[Path] = []
    waiting = [entry.resolve()]
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found.append(path)
            waiting += [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text())]
    return [str(p.relative_to(STATIC)) for p in found]


def _describe(target: Path) -> None:
    screens = sorted((STATIC / "js/ui/screens").glob("*.js"))
    files = sorted(
        str(p.relative_to(target))
        for p in target.rglob("*")
        if p.is_file() and p.suffix not in {".br", ".gz", ".json"}
    )
    described = {"graphs": {p.stem: module_graph(p) for p in screens}, "files": files}
    (target / "build.json").write_text(json.dumps(described, indent=1))


def compile_catalogues() -> None:
    """Make the binary catalogues that gettext reads from the .po files."""
    for path in (HERE / "translations").glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(source, locale=path.parent.parent.name))


def _sweep(folder: Path, version: str, now: float) -> None:
    for old in folder.iterdir():
        if old.name != version and now - old.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(old)


def build(settings: Settings) -> str:
    """Make `.build/static/<version>/` where it is missing; gives the version. Raises BuildFailed."""
    version = version_of(settings)
    folder = settings.build / "static"
    target = folder / version
    if (
        (target / "build.json").exists()
        and VENDOR.exists()
        and (HERE / "translations/en/LC_MESSAGES/messages.mo").exists()
    ):
        return version
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{version}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    build_vendor()
    compile_catalogues()
    _copy(draft)
    _compress(draft)
    _describe(draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    _sweep(folder, version, time.time())
    return version


def main() -> None:
    """Build what is missing, for bin/set-up."""
    try:
        build(settings_from())
    except BuildFailed as failure:
        sys.exit(str(failure))
