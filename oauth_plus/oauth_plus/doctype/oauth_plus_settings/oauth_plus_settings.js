frappe.ui.form.on("OAuth Plus Settings", {
	refresh(frm) {
		frm.add_custom_button(__("End Grants Issued Before …"), ask_for_moment);
	},
});

function ask_for_moment() {
	const field = { fieldname: "before", fieldtype: "Datetime", label: __("Issued Before"), reqd: 1 };
	frappe.prompt(
		[field],
		({ before }) => confirm_end(before),
		__("End Grants Issued Before"),
		__("Continue")
	);
}

function confirm_end(before) {
	const moment = frappe.datetime.str_to_user(before).bold();
	const sentence = __("End all grants issued before {0}? These apps lose access at once, and their users must allow them again.", [moment]);
	frappe.confirm(sentence, () =>
		frappe
			.call("oauth_plus.api.grants.end_grants", { before })
			.then(({ message }) => frappe.show_alert(__("Grants ended: {0}", [message])))
	);
}
