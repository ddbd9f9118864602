"""Rows in bulk: read, judged one by one, reported by row, and taken once."""
