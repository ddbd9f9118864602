"""What providers have promised: period, prices, and requirements that can be checked."""
