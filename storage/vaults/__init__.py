"""Vaults of sealed records, which the server cannot read."""
