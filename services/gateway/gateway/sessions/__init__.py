"""People's sessions: who is signed in, in which browser, as what, and until when."""
