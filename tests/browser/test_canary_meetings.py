"""Canary: words typed into every field of a meeting are in no request, no file of the server and no web storage."""
