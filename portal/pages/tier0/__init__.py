"""Tier 0: what an executive reads in 30 seconds."""
