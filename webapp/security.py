"""Security headers on every response, no cookies, and no trace of the fragment (#) of an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from flask.sessions import SessionInterface

if TYPE_CHECKING:
    from wsgiref.headers import Headers

    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BODY_MAX_BYTES = 16 * 1024
"""Maximum size of a request body, except for sealed texts. The forms of reminders are smaller."""

_DIRECTIVES = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        # Threat: a bug that turns text into markup. Only the policies named here may create markup.
        "require-trusted-types-for 'script'",
    ]
)
CONTENT_SECURITY_POLICY = f"{_DIRECTIVES}; trusted-types egne-ord"
CONTENT_SECURITY_POLICY_WITH_HTMX = f"{CONTENT_SECURITY_POLICY} htmx"
"""For the screens that load htmx. Threat: its policy turns any text into markup, for whoever calls it."""


def policy_with_styles(sha256: str) -> str:
    """The policy of a page that holds one style element. `sha256`: of its text, as CSP writes it."""
    return CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' '{sha256}'")


PERMISSIONS = "geolocation=(), camera=(), microphone=(), payment=(), usb=()"
PERMISSIONS_WITH_CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")
"""For the screens that scan a code. The browser still asks the person."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # same-origin, not no-referrer: CSRF checks on https need the Referer. It never contains a fragment.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OF_EVERYTHING = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
"""The headers that matter for whatever is answered, also for a static file."""
KEPT_HEADERS = ("Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options",
                "Permissions-Policy", "Cross-Origin-Opener-Policy")  # fmt: skip
"""The headers stored with a cached page, so that it is as protected as one from the server."""
HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""For a year, and for this host alone: hosts below it are not ours to decide."""


class NoSession(SessionInterface):
    """Disables sessions, so that no page can set a cookie."""

    def open_session(self, app: Flask, request: object) -> None:
        return None

    def save_session(self, app: Flask, session: object, response: object) -> None:
        return None


class SecurityMiddleware:
    """WSGI middleware that removes private request headers and adds the security headers.

    Threat: htmx sends the whole address of a page, including its fragment, which may be a secret.
    """

    def __init__(self, wrapped: WSGIApplication) -> None:
        self.wrapped = _adding(list(HEADERS.items()), wrapped)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.pop("HTTP_HX_CURRENT_URL", None)
        return self.wrapped(environ, start_response)


def secure_everything(wrapped: WSGIApplication, is_https: bool) -> WSGIApplication:
    """Add to every answer, whoever gives it, what matters for all; HSTS where the app is reached by https."""
    added = [(name, HEADERS[name]) for name in OF_EVERYTHING]
    return _adding([*added, HSTS] if is_https else added, wrapped)


def _adding(added: list[tuple[str, str]], wrapped: WSGIApplication) -> WSGIApplication:
    """WSGI middleware that adds the headers that an answer lacks."""

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            present = {name for name, _ in headers}
            headers += [header for header in added if header[0] not in present]
            return start_response(status, headers, exc_info)

        return wrapped(environ, start)

    return call


def secure_static(headers: Headers, path: str, url: str) -> None:
    """Add the headers that matter for a static file. The content policy belongs to the page that loads it."""
    for name in OF_EVERYTHING:
        headers[name] = HEADERS[name]


def secure(app: Flask) -> None:
    """Add security headers to every response of `app`, limit request bodies, and disable cookies."""
    app.session_interface = NoSession()
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX_BYTES
    app.wsgi_app = SecurityMiddleware(app.wsgi_app)  # type: ignore[method-assign]
