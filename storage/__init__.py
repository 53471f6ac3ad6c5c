"""Where a server keeps sealed records. This version of the app keeps nothing on a server, so the room is empty."""
