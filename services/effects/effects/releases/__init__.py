"""Releases: all figures of a municipality, computed together and published together."""
