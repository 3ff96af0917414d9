"""A small web app of somebody else, built with Authlib. It knows Frappe's URLs, and nothing of oauth_plus."""
