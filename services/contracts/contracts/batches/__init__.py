"""Batches that were taken under a name of the sender's own, so that none is taken twice."""
