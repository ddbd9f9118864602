"""Offers, and the guide that ranks them by what really happened."""
