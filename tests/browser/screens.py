"""Every screen and where it stands in each language, and what the interface calls things there."""

from __future__ import annotations

from functools import cache

from .real_server import ROOT

LANGUAGES = ("da", "en")
SCREENS = {
    "start": ("", ""),
    "write": ("skriv", "write"),
    "five": ("fem-minutter", "five-minutes"),
    "handover": ("giv-videre", "hand-over"),
    "print": ("udskriv", "print"),
    "copy": ("hent", "fetch"),
    "versions": ("tidligere", "earlier"),
    "bin": ("papirkurv", "bin"),
    "settings": ("indstillinger", "settings"),
    "install": ("app", "app"),
    "vault": ("boks", "vault"),
    "two": ("to-udgaver", "two-versions"),
    "meetings": ("meetings", "meetings"),
    "meeting": ("moede", "meeting"),
    "remind": ("paamind-mig", "remind-me"),
    "ready": ("klar", "ready"),
    "role": ("rollekort", "role-card"),
    "rehearse": ("oev-dig", "rehearse"),
    "after": ("bagefter", "afterwards"),
    "help": ("hjaelp", "help"),
    "guides": ("laes-mere", "read-more"),
    "sheets": ("ark", "sheets"),
    "together": ("skriv-sammen", "write-together"),
    "explore": ("uden-maal", "without-a-goal"),
    "share": ("del", "share"),
    "links": ("mine-links", "my-links"),
}
EVERY_SCREEN = [(lang, name) for lang in LANGUAGES for name in SCREENS]
OF_A_STATEMENT = {"write", "five", "handover", "print", "versions", "two", "together", "share"}
"""Screens that show the statement whose id stands in the fragment."""
OF_A_MEETING = {"meeting", "remind", "ready", "role", "rehearse", "after"}
"""Screens that show the meeting whose id stands there; some of a statement's can do that too."""


def address(origin: str, lang: str, name: str, about: str = "") -> str:
    """The address of a screen; what it is about stands in the fragment, where no server sees it."""
    path = f"{origin}/{lang}/{SCREENS[name][LANGUAGES.index(lang)]}"
    return f"{path}#{about}" if about and name in OF_A_STATEMENT | OF_A_MEETING else path


@cache
def _english() -> dict[str, str]:
    catalogue = ROOT / "webapp/translations/en/LC_MESSAGES/messages.po"
    with catalogue.open("rb") as file:
        from babel.messages.pofile import read_po

        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def called(lang: str, danish: str) -> str:
    """What the interface calls something in ``lang``: Danish as given, else as the one catalogue has it."""
    return danish if lang == "da" else _english()[danish]
