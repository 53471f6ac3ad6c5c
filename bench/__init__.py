"""Benches: the measurements behind the app's figures, one command each (README.md)."""
