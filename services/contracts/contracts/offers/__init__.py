"""The little that is known here of visitation's offers, followed from its feed."""
