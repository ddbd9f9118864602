"""`pejling doctor`: what is wrong on this machine and what to do; it looks and changes nothing."""
