"""Databases as sources: their new rows land as files, which are read like any other."""
