"""A mail filter that writes the # of a link as %23 or %2523: the link opens, and nothing is passed on."""

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
SAID = {"da": "Der mangler noget af linket.", "en": "Part of the link is missing."}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("path", ["/d", *(f"/{lang}/d" for lang in LANGUAGES), *SHELLS[:4]])
def test_the_fragment_is_restored(path: str, sign: str) -> None:
    answer = fetch(f"{path}{sign}{KEY}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{path}#{KEY}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text == "" and "Set-Cookie" not in answer.headers


@given(st.sampled_from(SIGNS), st.text(min_size=1, max_size=60))
@search(60)
def test_any_fragment_stays_on_the_same_page(sign: str, tail: str) -> None:
    answer = fetch(f"/d{sign}{quoted(tail)}")
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert re.fullmatch(r"/d#[\w.~%-]*", location, re.ASCII), location
    assert urlsplit(location).netloc == ""
    assert unquote(urlsplit(location).fragment) == tail.encode("utf-8", "replace").decode()


def quoted(text: str) -> str:
    """A text, percent-encoded as in the path of an address."""
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


@pytest.mark.parametrize("path", ["/nowhere%23x", "/api/v1/vaults/x%23y", "/static/%23"])
def test_no_other_address_is_redirected(path: str) -> None:
    assert fetch(path).status_code in {404, 405}


@pytest.mark.parametrize("path", READERS)
def test_a_damaged_link_gets_the_message_for_its_reader(path: str) -> None:
    for lang in LANGUAGES:
        answer = fetch(path, Accept_Language=lang)
        assert answer.status_code == 404
        spoken_to = "da" if path.startswith("/da/") else "en" if path.startswith("/en/") else lang
        assert SAID[spoken_to] in answer.text
        assert "Dine ord" not in answer.text and "Your words" not in answer.text


def test_other_wrong_addresses_get_the_message_that_the_words_are_safe() -> None:
    for path in ("/da/dx", "/da/nowhere", "/download"):
        assert "Dine ord er stadig på din telefon." in fetch(path, Accept_Language="da").text
