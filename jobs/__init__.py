"""What the clock starts: a refresh, every few minutes."""
