"""Reminders: when a phone wants a push, and where its push service is."""
