"""Measurements with peers beside us: ``python -m bench NAME``, figures as JSON."""
