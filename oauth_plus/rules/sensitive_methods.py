"""Methods of Frappe that are sensitive."""

METHODS = frozenset(
	(
		"frappe.client.get_password",
		"frappe.core.doctype.role_replication.role_replication.replicate",
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.core.doctype.user.user.impersonate",
		"frappe.core.doctype.user.user.reset_password",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.update_roles",
		"frappe.email.doctype.email_account.email_account.set_email_password",
		"frappe.handler.run_custom_method",
		"frappe.utils.response.download_backup",
		"frappe.twofactor.get_qr_svg_code",
		"frappe.twofactor.reset_otp_secret",
		"frappe.www.login.send_login_link",
		"run_custom_method",
	)
)
"""Methods that give credentials or roles."""

FAMILIES = (
	"frappe.core.page.permission_manager.",
	"frappe.recorder.",
	"frappe.desk.page.setup_wizard.",
	"frappe.share.",
	"frappe.tests.",
	"frappe.utils.backups.",
	"frappe.desk.page.backups.",
	"oauth_plus.",
)
"""Prefixes of modules whose methods all do so."""

MADE_BY_JOB = frozenset(
	(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		"frappe.model.workflow.bulk_workflow_approval",
	)
)
"""Methods that change documents of any DocType in a job, where no scope is enforced."""
