"""`python -m dev.embedded_cache PORT`: a stand-in for Redis, in memory, for machines that have none."""

import sys

from fakeredis import TcpFakeServer


def main() -> None:
	TcpFakeServer.allow_reuse_address = True
	TcpFakeServer(("127.0.0.1", int(sys.argv[1])), server_type="redis").serve_forever()


if __name__ == "__main__":
	main()
