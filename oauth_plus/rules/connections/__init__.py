"""New connections: the kinds of apps, what Desk asks about each, and which settings of a client fit, with the reasons."""
