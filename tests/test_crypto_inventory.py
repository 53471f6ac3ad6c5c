"""The crypto inventory of SECURITY.md names every file that uses cryptography, and what it uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.config import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
SECTION = TEXT.partition("\n## Crypto inventory\n")[2].partition("\n## ")[0]
ROWS = [line for line in SECTION.splitlines() if line.startswith("| ")][2:]
USES = {
    "AES-256-GCM": r"'AES-GCM'",
    "PBKDF2-SHA-256": r"'PBKDF2'",
    "HKDF-SHA-256": r"'HKDF'|\bHKDF\(",
    "HMAC-SHA-256": r"'HMAC'|\bhmac\.digest|\bURLSafeTimedSerializer\b",
    "ECDH P-256": r"'ECDH'",
    "ECDSA P-256": r"\bpy_vapid\b|\bSECP256R1\b",
    "SHA-256": r"digest\('SHA-256'|\bhashlib\.sha256|\bimport sha256",
    "BLAKE2b": r"\bblake2\w*\(",
    "random": r"\bcrypto\.(?:getRandomValues|randomUUID)|\bsecrets\.token_\w+\(|\burandom\(",
    "constant time": r"\bcompare_digest\(",
    "RFC 8291": r"\bpywebpush\b",
    "TLS": r"\bimport ssl\b|\bssl_context\b|\bcreate_default_context\(",
    "SHA-1 (name only)": r"\buuid\.\w+\(",
}
"""What a row calls it, and how the code spells it."""
ANY_USE = re.compile(
    r"\bcrypto\??\.(?:subtle\??\.\w+\(|getRandomValues|randomUUID)|\burandom\("
    r"|^\s*(?:import|from) (?:hashlib|hmac|secrets|ssl|uuid|cryptography|py_vapid|pywebpush|itsdangerous)\b",
    re.MULTILINE,
)
CODE = [
    *(path for room in ("webapp", "storage", "release") for path in (ROOT / room).rglob("*.py")),
    *(ROOT / "webapp/static/js").rglob("*.js"),
    ROOT / "webapp/static/sw.js",
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def files_in(row: str) -> set[str]:
    """The files that a row of the inventory names."""
    return set(re.findall(r"`((?:webapp|storage|release)/[\w./-]+)`", row))


def uses_in(text: str) -> set[str]:
    """What a source file uses, as the inventory calls it."""
    found = {name for name, spelled in USES.items() if re.search(spelled, text)}
    if not found and ANY_USE.search(text):
        found.add("something else")
    return found


SOURCES = {name_of(path): uses for path in CODE if (uses := uses_in(path.read_text("utf-8")))}


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_a_file_that_uses_cryptography_has_a_row_for_each_use(path: str) -> None:
    rows = " ".join(row for row in ROWS if path in files_in(row))
    assert {use for use in SOURCES[path] if use not in rows} == set()


def test_a_row_names_files_that_use_what_it_says() -> None:
    named = {path for row in ROWS for path in files_in(row)}
    assert len(named) > 20
    assert named <= SOURCES.keys()
    assert [row for row in ROWS if not files_in(row)] == []


def test_a_new_use_is_found() -> None:
    assert uses_in("await crypto.subtle.digest('SHA-512', x)") == {"something else"}
    assert uses_in("import secrets\n") == {"something else"}
    assert uses_in("iv = crypto.getRandomValues(x); encrypt({ name: 'AES-GCM' })") == {
        "random",
        "AES-256-GCM",
    }
    assert uses_in("const secrets = 1; // random words") == set()
