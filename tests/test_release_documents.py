"""The pages of a release: whoever has nothing else can follow every link in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from release.documents import DOCUMENTS, copy_documents, text_of_release
from webapp.config import ROOT

LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of a release, beside its folder deploy/."""
    folder = tmp_path_factory.mktemp("release")
    copy_documents(ROOT, folder)
    (folder / "deploy").symlink_to(ROOT / "deploy")
    return folder


def links_in(page: Path) -> list[str]:
    """The paths of the files that a page links to."""
    found = (target.partition("#")[0] for target in LINK.findall(page.read_text()))
    return [path for path in found if path and not re.match("[a-z]+:", path)]


def test_every_link_of_a_release_leads_to_a_file_of_it(shipped: Path) -> None:
    pages = [page for page in shipped.rglob("*.md") if page.is_file()]
    assert len(pages) == len(DOCUMENTS)
    dead = [
        (page.name, path) for page in pages for path in links_in(page) if not (page.parent / path).exists()
    ]
    assert dead == []
    ends = {(page.parent / path).resolve() for page in pages for path in links_in(page)}
    outside = [path for path in ends if not path.is_relative_to(shipped) and "deploy" not in path.parts]
    assert outside == []


def test_a_release_keeps_the_links_of_the_project_but_those_to_decisions(shipped: Path) -> None:
    kept = sum(len(links_in(page)) for page in shipped.rglob("*.md"))
    wanted = [path for name in DOCUMENTS for path in links_in(ROOT / name) if "decisions/" not in path]
    assert (kept, kept > 20) == (len(wanted), True)
    assert "[privacy.md](privacy.md)" in (shipped / "SECURITY.md").read_text()
    assert "](../SECURITY.md)" in (shipped / "host/record-of-processing.md").read_text()


def test_what_a_release_has_not_is_named_without_a_link() -> None:
    text = "See [why\nso](decisions/0061-x.md), [it](https://x.example/y.md) and [below](#here)."
    assert text_of_release("docs/protocol.md", text) == (
        "See why\nso, [it](https://x.example/y.md) and [below](#here)."
    )
    assert text_of_release("SECURITY.md", "[a](docs/host/backups.md#b)") == "[a](host/backups.md#b)"
