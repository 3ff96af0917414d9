"""Speed and size, against stock Frappe on the same server. See the README's section "Benchmarks"."""
