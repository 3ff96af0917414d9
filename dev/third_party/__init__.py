"""A small web app of somebody else, which signs people in with Frappe and works with their to-dos.

Built with Authlib, as such an app would be. It knows nothing of oauth_plus: only Frappe's URLs.
"""
