"""The guide: which offers have helped people like this one, and how sure that is."""
