"""Build a release into a folder: `python -m release FOLDER`; bin/release sets SOURCE_DATE_EPOCH first."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from release.bill import bill_of_materials
from release.documents import copy_documents
from release.lock import build_source_only, lock_of_release
from release.wheel import build_wheel
from webapp.assets import build, files_of
from webapp.config import ROOT, Settings
from webapp.released import manifest_text
from webapp.shells import screens_app, use_build

LOCK = "requirements.lock"
BILL = "egne-ord.cdx.json"
MANIFEST = "release.json"
SUMS = "SHA256SUMS"


def release(target: Path, epoch: int) -> None:
    """Build everything into a new or empty folder. `epoch`: the time of all files, in seconds since 1970."""
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise SystemExit(f"{target} is not empty: a release is built into a folder of its own.")
    wheels = [build_wheel(ROOT, target, epoch), *build_source_only(ROOT / LOCK, target, epoch)]
    (target / LOCK).write_text(lock_of_release((ROOT / LOCK).read_text(), wheels))
    (target / BILL).write_text(bill_of_materials(ROOT, epoch))
    (target / MANIFEST).write_text(manifest_of_release())
    copy_documents(ROOT, target)
    shutil.copytree(ROOT / "deploy", target / "deploy")
    (target / SUMS).write_text(sums_of(target))


def manifest_of_release() -> str:
    """The manifest of a site that shows no setting of its own, as it serves it."""
    with TemporaryDirectory() as folder:
        settings = Settings(build=Path(folder))
        version = build(settings)
        app = screens_app(settings)
        use_build(app, files_of(settings, version), version)
        return manifest_text(app)


def sums_of(folder: Path) -> str:
    """A line for each file of a folder, as sha256sum writes and checks them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return "".join(f"{digest}  {path.relative_to(folder)}\n" for path, digest in digests.items())


if __name__ == "__main__":
    release(Path(sys.argv[1]), int(os.environ["SOURCE_DATE_EPOCH"]))
