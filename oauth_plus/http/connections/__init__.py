"""Texts of the dialog New Connection and of How to Connect, in the user's language."""
