"""Courses as the caseworkers' own referrals tell them, and who of the citizens is whom."""
