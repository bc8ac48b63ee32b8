"""How fast the portal is, as ratios measured in one run; never a test."""
