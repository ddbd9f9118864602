"""What `bootstrap.py` does on a machine whose Python is new enough; the standard library only."""
