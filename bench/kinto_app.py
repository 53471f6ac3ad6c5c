"""The app of Kinto for its WSGI server; runs in Kinto's own virtual environment."""

import os

from pyramid.paster import get_app

application = get_app(os.environ["KINTO_INI"])
