"""One citizen's order with a provider, from the day it is received until the course is over."""
