"""Shares: sealed texts for whoever has their link, and the notes that came back."""
