frappe.ui.form.on("OAuth Plus Grant", {
	refresh: offer_to_end,
});

function offer_to_end(frm) {
	frm.disable_save();
	if (frm.doc.state !== "Active" || !frappe.model.can_write("OAuth Client")) return;
	frm.add_custom_button(__("End Now"), () => confirm_end(frm));
}

function confirm_end(frm) {
	const name = frappe.utils.escape_html(frm.doc.user).bold();
	const sentence = __("End this grant now? The app loses its access for {0} at once. They can allow it again.", [name]);
	frappe.confirm(sentence, () =>
		frappe
			.call("oauth_plus.api.grants.end_grant", { family: frm.doc.name })
			.then(() => frm.reload_doc())
	);
}
