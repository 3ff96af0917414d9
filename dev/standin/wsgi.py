"""What gunicorn serves: one site of a bench, with its assets and files, whatever the host's name is."""

import os

import frappe.app

frappe.app._site = os.environ["OAUTH_PLUS_SERVED_SITE"]
application = frappe.app.application_with_statics()
