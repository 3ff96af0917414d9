"""Texts of the app for people: where they stand, and in which form. Each module yields them from one kind of file."""
