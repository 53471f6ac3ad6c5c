"""Serving the app: one listening socket, worker processes, and an event loop that reads every body."""
