"""The programming interface under `/api/v1`, as docs/protocol.md describes it."""
