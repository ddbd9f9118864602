"""The one way in which preparing a machine fails: a line for a person, in Danish."""


class NotReady(Exception):
    """Something is missing that the project cannot bring itself; the text says what to do."""
