"""The addresses: the same shell for everybody, sent only once, and a plain message for unknown addresses."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_fixtures import SHELLS, fetch, page, the_app
from sweeps import search

NOT_FOUND = {
    "da": "Den side findes ikke. Dine ord er stadig på din telefon.",
    "en": "That page does not exist. Your words are still on your phone.",
}


@search(40)
@given(
    st.sampled_from(SHELLS),
    st.dictionaries(st.text(max_size=8), st.text(max_size=20), min_size=1, max_size=3),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
)
def test_no_request_header_or_query_changes_a_shell(path: str, query: dict[str, str], sent: str) -> None:
    plain = fetch(path).data
    asked = f"{path}?{urlencode(query)}"
    assert fetch(asked, Cookie=f"a={sent}", Accept_Language=sent or "en", Referer=sent).data == plain


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", SHELLS)
def test_an_unchanged_shell_is_not_sent_again(path: str, encoding: str) -> None:
    first = fetch(path, Accept_Encoding=encoding)
    assert first.headers["Cache-Control"] == "no-cache"
    again = fetch(path, Accept_Encoding=encoding, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert fetch(path, If_None_Match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("asked", "language"),
    [("da", "da"), ("en", "en"), ("en-GB,en;q=0.8", "en"), ("de", "da"), ("de,en;q=0.5", "en"),
     ("da;q=0.4,en;q=0.9", "en"), ("", "da"), ("*", "da"), ("; ;;=q,\xff,en;q=x", "da"), (None, "da")],
)  # fmt: skip
def test_the_root_redirects_to_the_language_of_the_visitor(asked: str | None, language: str) -> None:
    answer = fetch("/") if asked is None else fetch("/", Accept_Language=asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "asks", "lang"),
    [("/da/nope", "en", "da"), ("/en/nope", "da", "en"), ("/en/skriv", "da", "en"), ("/nope", "en", "en"),
     ("/nope", "de", "da"), ("/da/skriv/x", "en", "da"), ("/static/x", "en", "en")],
)  # fmt: skip
def test_an_unknown_address_gets_a_plain_sentence(path: str, asks: str, lang: str) -> None:
    answer = fetch(path, Accept_Language=asks)
    root = page(answer.text)
    assert answer.status_code == 404
    assert root.every("html")[0].attrs["lang"] == lang
    assert NOT_FOUND[lang] in [e.text() for e in root.every("p")]
    assert f"/{lang}/" in [e.attrs["href"] for e in root.every("a")]
    fragment = page(fetch(path, Accept_Language=asks, HX_Request="true").text)
    assert not fragment.every("html", "head", "title")
    assert fragment.text() == NOT_FOUND[lang]


def test_no_path_takes_the_id_of_a_statement() -> None:
    rules = {rule.rule: rule.arguments for rule in the_app().url_map.iter_rules()}
    for_pages = {rule: found for rule, found in rules.items() if not rule.startswith("/api/")}
    assert {name for found in for_pages.values() for name in found} == {"language", "slug", "version"}
    for_programs = {name for rule, found in rules.items() if rule not in for_pages for name in found}
    assert for_programs == {"vault", "share"}
    assert fetch(f"/da/fem-minutter/{'A' * 22}").status_code == fetch(f"/da/{'A' * 22}").status_code == 404


def test_plain_text_has_the_content_type_of_plain_text() -> None:
    for path, text in (("/healthz", "ok"), ("/robots.txt", "User-agent: *\nAllow: /")):
        answer = fetch(path)
        assert (answer.status_code, answer.text.strip()) == (200, text)
        assert answer.content_type == "text/plain; charset=utf-8"
