"""Ports that are free: the same ones each time, unless somebody else has them."""

import socket


def free_port(preferred: int = 0) -> int:
	"""`preferred` or the next free one after it; without a preference, any."""
	for port in range(preferred, preferred + 50) if preferred else [0]:
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind(("127.0.0.1", port))
			except OSError:
				continue
			return probe.getsockname()[1]
	raise OSError(f"no free port from {preferred} to {preferred + 49}")
