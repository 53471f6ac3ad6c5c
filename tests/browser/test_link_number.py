"""Who wants a link removed can send the host its number, which opens nothing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from server_fixtures import LINK_PAGES, fetch, the_app
from test_host_named import CONTACT, NAME, built
from webapp.commands.remove import name_of_link
from webapp.config import Settings
from webapp.shells import screens_app, use_build

from .outside_share import OutsideShare, new_share
from .real_server import RealServer


def test_the_page_of_a_link_shows_its_number_and_not_its_key(stranger: Page, server: RealServer) -> None:
    """The page is that of a server with the settings, in front of one without: so nothing is built for it."""
    app = screens_app(Settings(host_name=NAME, contact=CONTACT))
    use_build(app, built(), the_app().config["VERSION"])
    answer = fetch(LINK_PAGES["da"], app=app)
    stranger.route(
        "**/da/d", lambda route: route.fulfill(body=answer.text, headers=dict(answer.headers.items()))
    )
    share = OutsideShare(server.url).make(new_share("Det er kun til dig."))
    stranger.goto(f"{server.url}/da/d#{share.fragment}")
    number = stranger.locator("[data-number] strong")
    id, key = share.fragment.split(".")[:2]
    expect(number).to_have_text(id)
    expect(stranger.get_by_role("link", name="hjaelp@egneord.example")).to_be_visible()
    assert key not in stranger.content()
    assert name_of_link(number.inner_text()) == name_of_link(f"{server.url}/d#{share.fragment}")
