"""Web Push: what a reminder says, where it may go, how it is sent, and when."""
