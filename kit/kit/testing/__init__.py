"""What tests of every service share."""
