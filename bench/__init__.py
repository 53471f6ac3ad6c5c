"""Benches: what the app's figures rest on, one command each (README.md)."""
