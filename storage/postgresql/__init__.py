"""The stores on PostgreSQL, for several machines: the same rules and contract tests as the default ones."""
