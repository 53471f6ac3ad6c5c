"""Where a server keeps sealed records. This version keeps nothing there: the room is empty."""
