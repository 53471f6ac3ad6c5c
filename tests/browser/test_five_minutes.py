"""Fem minutter: folded sentences stand in their place, and messages stand beside the words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, choose, sentences
from .real_server import RealServer
from .screens import address
from .seeds import seed

FIRST = "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."


@pytest.fixture
def page(phone: Phones) -> Page:
    """A new phone without words."""
    return phone(service_workers="block").new_page()


def test_a_message_does_not_take_the_place_of_the_words(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "five", seed(page, server.url)))
    before = sentences(page)
    page.get_by_role("button", name="Læs op nu").click()
    page.get_by_role("button", name="Jeg er færdig").click()
    expect(page.locator(".said")).not_to_be_empty()
    assert sentences(page) == before
    choose(page, "Første sætning")
    expect(page.locator("[data-spoken]")).to_contain_text("ca.")
    assert sentences(page) == [FIRST]


def test_a_fold_stands_in_its_line_and_shows_its_sentences_only_when_it_is_open(
    page: Page, server: RealServer
) -> None:
    hidden = (
        "Bare nogle dage, hvor der er ro omkring mig, og tid til at tænke, spise, gå en tur og sove igen."
    )
    statement = seed(page, server.url, {PARTS[2]: f"At sove. {hidden} Og en pause."})
    page.goto(address(server.url, "da", "five", statement))
    choose(page, "Første sætning")
    fold, folded = page.locator(".fold summary"), page.locator("[data-folded]").get_by_text(hidden)
    expect(folded).to_be_hidden()
    before, last = fold.bounding_box(), page.locator("[data-view=five] [data-sentence]").bounding_box()
    assert before and last and before["y"] < last["y"] + last["height"], (before, last)
    fold.click()
    expect(folded).to_be_visible()
    opened, shown = fold.bounding_box(), folded.bounding_box()
    assert opened == before
    assert shown and shown["y"] < opened["y"] + opened["height"], (opened, shown)
    assert sentences(page)[1:] == [hidden, "Og en pause."]
    fold.click()
    expect(folded).to_be_hidden()
