"""Copies of the agreements that contracts owns, so that an offer is held to its own."""
