"""What citizens say about conversations and offers."""
