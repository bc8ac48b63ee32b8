"""Figures: frames in, plain Plotly dictionaries out. No Dash, no queries."""
