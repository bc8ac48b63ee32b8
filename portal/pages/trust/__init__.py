"""Trust: what the numbers mean, and whether they hold."""
