"""Figures: what was released last, for programs to read."""
