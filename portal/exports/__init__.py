"""Files that readers take away: whole, guarded, and saying what they are."""
