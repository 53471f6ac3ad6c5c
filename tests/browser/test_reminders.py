"""Setting, seeing, moving and deleting a meeting's reminders, through the real server and the recording proxy."""
