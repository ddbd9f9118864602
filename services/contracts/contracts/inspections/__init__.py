"""Unannounced visits to offers, and the smiley that comes of them."""
