"""Providers, agreements, attendance, inspection and compliance."""
