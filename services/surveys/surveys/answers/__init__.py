"""What was answered, by link, by telephone and on paper."""
