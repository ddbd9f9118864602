"""Complaints, their answers and what came of them; who complains stays here."""
