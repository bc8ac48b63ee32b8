"""Tier 2: where analysts dig."""
