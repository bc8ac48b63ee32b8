"""Functions that return Dash components; their words are plain, their sizes fixed."""
