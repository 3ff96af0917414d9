app_name = "oauth_plus"
app_title = "OAuth Plus"
app_publisher = "oauth_plus contributors"
app_description = "An authorization server inside Frappe"
app_email = "oauth-plus@example.com"
app_license = "mit"

before_install = "oauth_plus.setup.install.before_install"
after_install = "oauth_plus.setup.install.after_install"
before_migrate = ["oauth_plus.setup.install.before_migrate"]
after_migrate = ["oauth_plus.setup.install.after_migrate"]
before_uninstall = "oauth_plus.setup.uninstall.before_uninstall"
after_uninstall = "oauth_plus.setup.uninstall.after_uninstall"
after_app_install = "oauth_plus.setup.scopes.after_app_install"
after_app_uninstall = [
	"oauth_plus.setup.scopes.after_app_uninstall",
	"oauth_plus.setup.uninstall.after_app_uninstall",
]

before_request = ["oauth_plus.overrides.request.before_request.prepare"]
auth_hooks = ["oauth_plus.overrides.request.before_request.restore"]
after_request = ["oauth_plus.overrides.request.after_request.complete"]

override_whitelisted_methods = {
	"frappe.integrations.oauth2.authorize": "oauth_plus.api.authorize.authorize",
	"frappe.integrations.oauth2.approve": "oauth_plus.api.approve.approve",
	"frappe.integrations.oauth2.get_token": "oauth_plus.api.token.get_token",
	"frappe.integrations.oauth2.revoke_token": "oauth_plus.api.revoke.revoke_token",
	"frappe.integrations.oauth2.introspect_token": "oauth_plus.api.introspect.introspect_token",
	"frappe.integrations.oauth2.openid_profile": "oauth_plus.api.userinfo.openid_profile",
	"frappe.integrations.oauth2.openid_configuration": "oauth_plus.api.metadata.openid_configuration",
	"frappe.integrations.oauth2.register_client": "oauth_plus.api.register.register_client",
	"frappe.core.doctype.user.user.update_password": "oauth_plus.overrides.doctypes.user.update_password",
	"frappe.www.third_party_apps.delete_client": "oauth_plus.api.account.delete_client",
}

page_renderer = [
	"oauth_plus.overrides.request.account_page.AccountPage",
	"oauth_plus.overrides.request.device_page.DevicePage",
]
website_redirects = [{"source": "/third_party_apps", "target": "/oauth-apps", "redirect_http_status": 302}]
portal_menu_items = [{"title": "Apps That May Act for You", "route": "/oauth-apps", "role": ""}]
on_login = ["oauth_plus.overrides.request.session.note_sign_in"]
on_logout = ["oauth_plus.overrides.doctypes.activity_log.note_logout"]

doc_events = {
	"*": {
		"validate": "oauth_plus.overrides.doctypes.documents.hold_sensitive",
		"on_trash": "oauth_plus.overrides.doctypes.documents.hold_sensitive",
		"before_rename": "oauth_plus.overrides.doctypes.documents.before_rename",
	},
	"OAuth Client": {
		"onload": "oauth_plus.overrides.doctypes.oauth_client.onload",
		"before_validate": "oauth_plus.overrides.doctypes.oauth_client.before_validate",
		"validate": "oauth_plus.overrides.doctypes.oauth_client.validate",
		"after_insert": "oauth_plus.overrides.doctypes.oauth_client.after_insert",
		"on_update": "oauth_plus.overrides.doctypes.oauth_client.on_update",
		"on_change": "oauth_plus.overrides.doctypes.oauth_client.on_change",
		"on_trash": "oauth_plus.overrides.doctypes.oauth_client.on_trash",
		"after_delete": "oauth_plus.overrides.doctypes.imported.note_replaced",
		"before_rename": "oauth_plus.overrides.doctypes.oauth_client.before_rename",
		"after_rename": "oauth_plus.overrides.doctypes.oauth_client.after_rename",
	},
	"OAuth Bearer Token": {
		"before_insert": "oauth_plus.overrides.doctypes.credentials.before_insert",
		"before_validate": "oauth_plus.overrides.doctypes.credentials.before_validate",
		"validate": "oauth_plus.overrides.doctypes.credentials.validate",
		"on_change": "oauth_plus.overrides.doctypes.credentials.on_change",
		"on_trash": "oauth_plus.overrides.doctypes.credentials.on_trash",
		"before_rename": "oauth_plus.overrides.doctypes.credentials.before_rename",
		"after_rename": "oauth_plus.overrides.doctypes.credentials.before_rename",
	},
	"OAuth Authorization Code": {
		"before_insert": "oauth_plus.overrides.doctypes.credentials.before_insert",
		"before_validate": "oauth_plus.overrides.doctypes.credentials.before_validate",
		"on_change": "oauth_plus.overrides.doctypes.credentials.on_change",
		"before_rename": "oauth_plus.overrides.doctypes.credentials.before_rename",
		"after_rename": "oauth_plus.overrides.doctypes.credentials.before_rename",
	},
	"OAuth Client Role": {
		"validate": "oauth_plus.overrides.doctypes.delegation.require_with_client",
		"on_update": "oauth_plus.overrides.doctypes.allowed_roles.forget_client",
		"on_trash": [
			"oauth_plus.overrides.doctypes.delegation.require_with_client",
			"oauth_plus.overrides.doctypes.allowed_roles.forget_client",
		],
	},
	"Role": {"after_rename": "oauth_plus.overrides.doctypes.allowed_roles.forget_clients_of"},
	"User": {
		"before_validate": "oauth_plus.overrides.doctypes.user.before_validate",
		"after_insert": "oauth_plus.overrides.doctypes.user.after_insert",
		"on_update": "oauth_plus.overrides.doctypes.user.on_update",
		"on_change": "oauth_plus.overrides.doctypes.user.on_change",
		"on_trash": "oauth_plus.overrides.doctypes.user.on_trash",
		"before_rename": "oauth_plus.overrides.doctypes.user.before_rename",
		"after_rename": "oauth_plus.overrides.doctypes.user.after_rename",
	},
	"User Social Login": {
		"validate": "oauth_plus.overrides.doctypes.user.require_with_user",
		"on_trash": "oauth_plus.overrides.doctypes.user.require_with_user",
	},
	"Activity Log": {"after_insert": "oauth_plus.overrides.doctypes.activity_log.after_insert"},
	"Workflow": {"before_validate": "oauth_plus.overrides.doctypes.credentials.require_no_workflow"},
}
override_doctype_class = {
	"OAuth Client": "oauth_plus.overrides.doctypes.imported.Client",
	"OAuth Bearer Token": "oauth_plus.overrides.doctypes.issued.BearerToken",
	"OAuth Authorization Code": "oauth_plus.overrides.doctypes.issued.AuthorizationCode",
}
app_include_js = ["/assets/oauth_plus/js/connect/desk.js"]
doctype_js = {
	"OAuth Client": [
		"public/js/oauth_client/call.js",
		"public/js/oauth_client/status.js",
		"public/js/oauth_client/type.js",
		"public/js/oauth_client/faults.js",
		"public/js/lifetimes/duration.js",
		"public/js/lifetimes/fields.js",
		"public/js/oauth_client/lifetimes.js",
		"public/js/oauth_client/service_user.js",
		"public/js/oauth_client/show_once.js",
		"public/js/oauth_client/rotate_secret.js",
		"public/js/oauth_client/secrets.js",
		"public/js/oauth_client/how_to_connect.js",
		"public/js/oauth_client/try_it.js",
		"public/js/oauth_client/make_scope.js",
		"public/js/oauth_client/suggest_scopes.js",
		"public/js/oauth_client/grants.js",
		"public/js/oauth_client/wider_grants.js",
		"public/js/oauth_client/switch.js",
		"public/js/enforcement/hardenings.js",
		"public/js/enforcement/foresight.js",
		"public/js/events/timeline.js",
		"public/js/events/on_client.js",
	],
	"OAuth Plus Settings": [
		"public/js/oauth_plus_settings/doctor.js",
		"public/js/oauth_plus_settings/dangers.js",
		"public/js/oauth_plus_settings/scrape_token.js",
		"public/js/enforcement/hardenings.js",
		"public/js/oauth_plus_settings/enforcement.js",
		"public/js/lifetimes/duration.js",
		"public/js/lifetimes/fields.js",
		"public/js/oauth_plus_settings/lifetimes.js",
	],
	"User": ["public/js/user.js", "public/js/events/timeline.js", "public/js/events/on_user.js"],
}
doctype_list_js = {
	"OAuth Client": [
		"public/js/connect/call.js",
		"public/js/connect/new_connection.js",
		"public/js/connect/questions.js",
		"public/js/connect/scope_picker.js",
		"public/js/connect/how_to.js",
		"public/js/connect/list.js",
	],
}
ignore_links_on_delete = [
	"OAuth Authorization Code",
	"OAuth Bearer Token",
	"OAuth Plus Client Secret",
	"OAuth Plus Consent",
	"OAuth Plus Device Request",
	"OAuth Plus Event",
	"OAuth Plus Scope Use",
	"OAuth Plus Grant",
	"OAuth Plus Webhook Delivery",
]
user_data_fields = [
	{
		"doctype": "OAuth Plus Grant",
		"filter_by": "user",
		"redact_fields": ["last_address", "last_user_agent"],
	},
	{"doctype": "OAuth Plus Grant", "filter_by": "ended_by", "redact_fields": ["ended_by"]},
	{"doctype": "OAuth Plus Event", "filter_by": "user", "redact_fields": ["address"], "partial": True},
	{"doctype": "OAuth Plus Consent", "filter_by": "user", "partial": True},
	{"doctype": "OAuth Plus Device Request", "filter_by": "user", "redact_fields": ["address", "user_agent"]},
]

has_permission = {"*": "oauth_plus.overrides.doctypes.documents.has_permission"}
permission_query_conditions = {"*": "oauth_plus.overrides.doctypes.documents.permission_query_conditions"}

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"oauth_plus.tasks.note_uses",
			"oauth_plus.tasks.erase_sealed",
			"oauth_plus.tasks.finish_conversion",
			"oauth_plus.tasks.send_logout_tokens",
			"oauth_plus.tasks.send_webhooks",
		]
	},
	"hourly_long": [
		"oauth_plus.tasks.expire",
		"oauth_plus.tasks.purge",
		"oauth_plus.tasks.end_ended_sessions",
	],
	"daily": ["oauth_plus.tasks.rotate_signing_keys", "oauth_plus.tasks.tell_of_ending_secrets"],
	"daily_long": ["oauth_plus.tasks.revoke", "oauth_plus.tasks.read_public_keys"],
}

export_python_type_annotations = True
require_type_annotated_api_methods = True
