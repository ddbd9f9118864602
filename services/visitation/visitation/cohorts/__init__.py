"""Cohorts: the dated intakes of an offer, each with its seats."""
