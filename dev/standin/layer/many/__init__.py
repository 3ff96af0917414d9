"""Several apps and several sites: what the wheel was cut down from, put back (see dev/standin/README.md)."""
