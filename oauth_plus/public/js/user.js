frappe.ui.form.on("User", {
	refresh: offer_to_end_grants,
});

function offer_to_end_grants(frm) {
	if (frm.is_new() || !frappe.model.can_write("OAuth Client")) return;
	frm.add_custom_button(__("End OAuth Grants"), () => confirm_ending_all(frm), __("Permissions"));
}

function confirm_ending_all(frm) {
	const name = frappe.utils.escape_html(frm.doc.full_name || frm.doc.name).bold();
	const sentence = __("End all OAuth grants of {0}? Every app that acts for this user loses access at once, until the user allows it again.", [name]);
	frappe.confirm(sentence, () =>
		frappe
			.call("oauth_plus.api.grants.end_grants", { user: frm.doc.name })
			.then(({ message }) => frappe.show_alert(__("Grants ended: {0}", [message])))
	);
}
