"""Registers: what a municipality knows of its citizens' weeks, hours and courses."""
