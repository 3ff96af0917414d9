app_name = "oauth_plus_example"
app_title = "Library"
app_publisher = "oauth_plus contributors"
app_description = "Brings scopes and claims, and listens to events"
app_email = "oauth-plus@example.com"
app_license = "mit"

oauth_plus_scopes = [
	{
		"scope": "library.read",
		"title": "Read the library",
		"description": "See which books you have borrowed.",
		"icon": "book",
		"rules": [
			{"doctype": "Note", "actions": ["read", "print"]},
			{"module": "Contacts", "actions": ["read"]},
			{"method": "oauth_plus_example.library.*"},
			{"report": "Overdue *"},
			{"page": "/library/*"},
			{"file": "/private/files/library*", "actions": ["read"]},
		],
	},
	{
		"scope": "library",
		"title": "Manage the library",
		"description": "See and change the library.",
		"is_sensitive": 1,
		"contains": ["library.read"],
		"rules": [{"doctype": "Note", "actions": ["write", "create"]}],
	},
]

oauth_plus_claims = ["oauth_plus_example.library.broken_claims", "oauth_plus_example.library.claims"]
oauth_plus_events = ["oauth_plus_example.library.fail", "oauth_plus_example.library.listen"]

doc_events = {"ToDo": {"validate": "oauth_plus_example.library.look_up"}}
