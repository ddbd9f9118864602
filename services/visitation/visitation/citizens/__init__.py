"""Citizens: the only place with a CPR number and a name; everybody else knows an opaque id."""
