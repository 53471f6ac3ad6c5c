"""Where a server keeps sealed records: an interface, and stores that pass one contract."""
