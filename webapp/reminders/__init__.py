"""Reminders as the phone sees them: htmx fragments and their forms."""
