"""Who was there, day by day, as the providers report it."""
