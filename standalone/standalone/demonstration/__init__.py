"""An invented municipality: files as a real one has them, and their way in through the public API.

``generate`` writes the files, ``load`` sends them and shows the guide, ``commands`` is the
command line of both.
"""
