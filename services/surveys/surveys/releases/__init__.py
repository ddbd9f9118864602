"""Figures of what citizens answered, released with disclosure control."""
