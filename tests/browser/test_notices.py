"""What a push becomes on the phone: one notice without a word in it, and a tap that opens the meeting."""
