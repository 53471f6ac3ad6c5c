"""The baseline: a page with nothing but the same words, behind a five-line service worker."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORKER = """\
const PAGE = '/';
addEventListener('install', (event) => event.waitUntil(caches.open('bare').then((cache) => cache.add(PAGE))));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(caches.match(PAGE)));
"""


@dataclass(frozen=True)
class Look:
    """How the app shows words: its two fonts, and its computed sizes as CSS values."""

    app_font: str
    words_font: str
    words_size: str
    line_height: str
    paragraphs: list[dict[str, str]]
    """Each has the `stem` of the sheet and the person's `words`."""


def page(look: Look) -> str:
    """A static page with inline style and without any script."""
    paragraphs = "\n".join(
        f'<p elementtiming="words"><span class="stem">{escape(p["stem"])}</span> {escape(p["words"])}</p>'
        for p in look.paragraphs
    )
    return f"""<!doctype html>
<html lang="da">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Egne ord</title>
<style>
body {{ margin: 1rem; font: {look.words_size}/{look.line_height} {look.words_font}; }}
h1, .stem {{ font-family: {look.app_font}; }}
</style>
<h1>Fem minutter</h1>
{paragraphs}
"""


class BarePage:
    """A small server for the bare page, on a free loopback port."""

    def __init__(self, look: Look) -> None:
        answers = {"/": (page(look), "text/html"), "/sw.js": (WORKER, "text/javascript")}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text, kind = answers.get(self.path, ("", "text/plain"))
                body = text.encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop answering, and free the port."""
        self._server.shutdown()
        self._server.server_close()
