"""The quality overview: how the offers of a target group do, side by side."""
