"""How to Connect: which ready requests fit a client, and how its values are written in each language."""
