"""The pages of a release: docs/ becomes its folder, and each link leads to a page of it, or is plain text."""

from __future__ import annotations

import os.path
import re
import shutil
from pathlib import Path, PurePosixPath

DOCUMENTS = (
    *("docs/operating.md", "docs/postgresql.md", "docs/several-machines.md", "docs/real-app.md"),
    *("docs/privacy.md", "docs/protocol.md", "docs/protocol-pairing.md", "docs/protocol-shares.md"),
    *("docs/account.md", "docs/copy-file.md", "docs/distrust.md", "CHANGELOG.md", "SECURITY.md"),
    *("docs/host/backups.md", "docs/host/deletion.md", "docs/host/record-of-processing.md"),
    *("docs/host/impact-assessment.md", "docs/host/accessibility-statement.md"),
)
"""What a host reads, and whatever that links to, by its path in the project."""
BESIDE = ("docs/openapi.yaml", "docs/pictures/phones-load.svg", "LICENSE")
"""Other files that the pages link to, or that belong to a release."""
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
NAMED = re.compile("|".join(re.escape(name) for name in (*DOCUMENTS, *BESIDE) if name.startswith("docs/")))
"""A page that is named by its path in the project."""
ADDRESS = re.compile(r"[a-z]+:")


def copy_documents(root: Path, target: Path) -> None:
    """Copy every page with its links, and what lies beside them, from the project at `root`."""
    for name in (*DOCUMENTS, *BESIDE):
        place = target / place_of(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        if name in DOCUMENTS:
            place.write_text(text_of_release(name, (root / name).read_text()))
        else:
            shutil.copyfile(root / name, place)


def place_of(name: str) -> str:
    """Where a file of the project lies in a release."""
    return name.removeprefix("docs/")


def text_of_release(name: str, text: str) -> str:
    """A page with links that hold in a release. What the release has not is named without a link."""

    def link(found: re.Match[str]) -> str:
        label, path, part = found[1], found[2], found[3] or ""
        if not path or ADDRESS.match(path):
            return found[0]
        wanted = os.path.normpath(PurePosixPath(name).parent / path)
        if wanted not in (*DOCUMENTS, *BESIDE) and not wanted.startswith("deploy/"):
            return label
        here = os.path.relpath(place_of(wanted), PurePosixPath(place_of(name)).parent)
        return f"[{label}]({here}{part})"

    return NAMED.sub(lambda found: place_of(found[0]), LINK.sub(link, text))
