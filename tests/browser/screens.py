"""Every screen, its path in each language, and the interface's words in that language."""

from __future__ import annotations

from functools import cache

from .real_server import ROOT

LANGUAGES = ("da", "en")
SCREENS = {
    "start": ("", ""),
    "write": ("skriv", "write"),
    "five": ("fem-minutter", "five-minutes"),
    "say": ("sig-det", "say-it"),
    "handover": ("giv-videre", "hand-over"),
    "print": ("udskriv", "print"),
    "copy": ("hent", "fetch"),
    "versions": ("tidligere", "earlier"),
    "bin": ("papirkurv", "bin"),
    "settings": ("indstillinger", "settings"),
    "lock": ("laas", "lock"),
    "install": ("app", "app"),
    "vault": ("boks", "vault"),
    "two": ("to-udgaver", "two-versions"),
    "meetings": ("moeder", "meetings"),
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
    "take": ("tekst-og-billede", "text-and-picture"),
    "links": ("mine-links", "my-links"),
    "more": ("mere", "more"),
    "erase": ("slet-alt", "erase-all"),
}
EVERY_SCREEN = [(lang, name) for lang in LANGUAGES for name in SCREENS]
OF_A_STATEMENT = {"write", "five", "say", "handover", "print", "versions", "two", "together", "share", "take"}
"""Screens that show the statement whose id is in the fragment."""
OF_A_MEETING = {"meeting", "remind", "ready", "role", "rehearse", "after"}
"""Screens that show the meeting whose id is in the fragment; some screens of a statement can do both."""


def address(origin: str, lang: str, name: str, about: str = "") -> str:
    """The address of a screen; the id of its document is in the fragment, which no server sees."""
    path = f"{origin}/{lang}/{SCREENS[name][LANGUAGES.index(lang)]}"
    return f"{path}#{about}" if about and name in OF_A_STATEMENT | OF_A_MEETING else path


@cache
def _english() -> dict[str, str]:
    catalogue = ROOT / "webapp/translations/en/LC_MESSAGES/messages.po"
    with catalogue.open("rb") as file:
        from babel.messages.pofile import read_po

        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def called(lang: str, danish: str) -> str:
    """An interface word in ``lang``: the Danish one as given, others from the single catalogue."""
    return danish if lang == "da" else _english()[danish]
