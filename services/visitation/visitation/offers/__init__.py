"""Offers: what a citizen can be referred to, from draft to closed, with every version kept."""
