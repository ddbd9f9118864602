"""Referrals: a citizen ordered to an offer, from draft to assessment."""
