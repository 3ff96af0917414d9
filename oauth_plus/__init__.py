"""oauth_plus: an authorization server inside Frappe."""

__version__ = "0.1.0"
