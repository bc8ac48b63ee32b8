"""Tier 1: what teams watch, filter and compare."""
