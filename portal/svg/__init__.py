"""Pure functions from frames to SVG text; every text in it is escaped.

Colours are classes of assets/northstar.css, so both themes and paper fit.
"""
