"""Serving the app: one listening socket, worker processes, and bodies read before a thread is taken."""
