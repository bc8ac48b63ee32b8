"""Every number in the portal comes from a file in this folder."""
