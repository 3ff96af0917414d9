"""Tools of the developers: the demo, the suite, the checks. See README.md in this folder."""
