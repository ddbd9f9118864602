"""The questionnaires, as data."""
