"""The one way in which starting fails: a fact with a line for a person, in Danish."""


class CannotRun(Exception):
    """Something about the machine or the settings stops us; the text says what to do."""
