"""A site with the app, on a machine that has nothing but package registries. See README.md in this folder."""
