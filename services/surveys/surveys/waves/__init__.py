"""Rounds of asking."""
