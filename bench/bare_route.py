"""The least that Flask can do, a route that returns b'', alone or on the app's own server."""

from __future__ import annotations

import os
from functools import partial

from flask import Flask

from webapp.serving.listening import listen
from webapp.serving.supervisor import Supervisor
from webapp.serving.worker import serve


def bare_route() -> Flask:
    """The app with that route at `/`."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: b"")
    return app


def main() -> None:
    """Serve it until a signal, at PORT and with WORKERS processes of the environment."""
    listener = listen("127.0.0.1", int(os.environ["PORT"]))
    work = partial(serve, bare_route(), listener, 0)
    Supervisor(int(os.environ["WORKERS"]), work, at_stop=listener.close).run()


if __name__ == "__main__":
    main()
