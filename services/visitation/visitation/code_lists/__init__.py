"""National code lists: what is chosen between, each code with the dates in which it is valid."""
