"""A mail filter that writes the # of a link as %23, or as %2523: the link opens, and nothing is passed on."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser.screens import LANGUAGES
from server_fixtures import SHELLS, fetch
from sweeps import search

KEY = "AAECAwQFBgcICQoLDA0ODw.AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA.z2Ps"
SIGNS = ("%23", "%2523", "%252523")
READERS = ["/d%20", "/d.", "/d%E2%80%8B", "/da/d/x", "/en/d%3E"]
SAID = {"da": "Linket er ikke helt.", "en": "The link is not whole."}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("path", ["/d", *(f"/{lang}/d" for lang in LANGUAGES), *SHELLS[:4]])
def test_what_was_behind_the_hash_is_put_back_there(path: str, sign: str) -> None:
    answer = fetch(f"{path}{sign}{KEY}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{path}#{KEY}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text == "" and "Set-Cookie" not in answer.headers


@given(st.sampled_from(SIGNS), st.text(min_size=1, max_size=60))
@search(60)
def test_whatever_stands_behind_it_stays_on_this_page(sign: str, tail: str) -> None:
    answer = fetch(f"/d{sign}{quoted(tail)}")
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert re.fullmatch(r"/d#[\w.~%-]*", location, re.ASCII), location
    assert urlsplit(location).netloc == ""
    assert unquote(urlsplit(location).fragment) == tail.encode("utf-8", "replace").decode()


def quoted(text: str) -> str:
    """As the path of an address spells it."""
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


@pytest.mark.parametrize("path", ["/nowhere%23x", "/api/v1/vaults/x%23y", "/static/%23"])
def test_no_other_address_is_sent_anywhere(path: str) -> None:
    assert fetch(path).status_code in {404, 405}


@pytest.mark.parametrize("path", READERS)
def test_who_follows_a_damaged_link_is_spoken_to_as_its_reader(path: str) -> None:
    for lang in LANGUAGES:
        answer = fetch(path, Accept_Language=lang)
        assert answer.status_code == 404
        spoken_to = "da" if path.startswith("/da/") else "en" if path.startswith("/en/") else lang
        assert SAID[spoken_to] in answer.text
        assert "Dine ord" not in answer.text and "Your words" not in answer.text


def test_everybody_else_hears_that_their_words_are_safe() -> None:
    for path in ("/da/dx", "/da/nowhere", "/download"):
        assert "Dine ord er stadig på din telefon." in fetch(path, Accept_Language="da").text
