"""A register sorted by citizen and packed on disk, and how it is built, opened and advanced."""
