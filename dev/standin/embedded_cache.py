"""`python -m dev.standin.embedded_cache PORT`: a stand-in for Redis, in memory, for machines that have none."""

import sys

from fakeredis import TcpFakeServer


def main() -> None:
	"""Serve until we are ended."""
	server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])), server_type="redis")
	# Answers go out in several small writes; waiting to join them costs 40 ms each.
	server.RequestHandlerClass.disable_nagle_algorithm = True
	server.serve_forever()


if __name__ == "__main__":
	main()
