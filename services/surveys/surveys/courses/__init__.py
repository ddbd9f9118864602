"""What is followed from visitation: offers, courses, and citizens who are no more."""
