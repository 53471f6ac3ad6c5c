"""`serve`: serve the app until a signal ends it."""

from __future__ import annotations

from webapp.config import Settings


def serve(settings: Settings) -> int:
    """Serve, as `python -m webapp` does. A start that is impossible ends the process with a sentence."""
    from webapp.__main__ import main  # the server is slow to import, and no other command needs it

    main()
    return 0
