"""The wheel: the code, the content, the compiled catalogues, and the files that phones get, all built.

The same sources give the same bytes in any folder and on any day: times and rights are set, and the wheel's
own tools write its entries in the order of their names.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # the build backend must run in the folder that it builds
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from webapp.assets import build
from webapp.config import Settings

PACKAGES = ("webapp", "storage")
FILES = ("pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = ("static", "built", "__pycache__", "babel.cfg")
"""Sources of what is built, and what an earlier start left."""
BACKEND = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


def build_wheel(root: Path, target: Path, epoch: int) -> Path:
    """Build the wheel of a checkout into a folder. Raises BuildFailed, ImpossibleContent."""
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _stage(root, tree, _built_files(Path(folder) / "build"))
        _even_out(tree)
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
        command = [sys.executable, "-c", BACKEND, str(target.resolve())]
        ended = subprocess.run(  # noqa: S603
            command, cwd=tree, env=environment, capture_output=True, text=True, umask=0o022
        )
        if ended.returncode:
            raise SystemExit(ended.stderr)
    return next(target.glob("*.whl"))


def _built_files(folder: Path) -> Path:
    """The static files, built anew. They are the same whatever a host sets; only their version is not."""
    settings = Settings(build=folder)
    return folder / "static" / build(settings)


def _stage(root: Path, tree: Path, built: Path) -> None:
    """Put together what the wheel is made from. The catalogues were compiled with the static files."""
    for name in PACKAGES:
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in FILES:
        shutil.copyfile(root / name, tree / name)
    shutil.copytree(built, tree / "webapp" / "built")


def _even_out(tree: Path) -> None:
    """Give all files the same rights, whatever the umask of whoever builds."""
    for path in tree.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
