"""Speed and size, against stock Frappe on the same server. See docs/operators/performance.md."""
