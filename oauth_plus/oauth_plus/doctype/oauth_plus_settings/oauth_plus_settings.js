frappe.ui.form.on("OAuth Plus Settings", {
	refresh(frm) {
		frm.add_custom_button(__("End Grants From Before …"), ask_for_moment);
	},
});

function ask_for_moment() {
	const field = { fieldname: "before", fieldtype: "Datetime", label: __("Not Valid Before"), reqd: 1 };
	frappe.prompt(
		[field],
		({ before }) => confirm_end(before),
		__("End every grant that was given before a moment"),
		__("Go On")
	);
}

function confirm_end(before) {
	const moment = frappe.datetime.str_to_user(before).bold();
	const sentence = __("End all grants from before {0}? Every app and every user of that time has to start anew.", [moment]);
	frappe.confirm(sentence, () =>
		frappe
			.call("oauth_plus.api.grants.end_grants", { before })
			.then(({ message }) => frappe.show_alert(__("{0} grants ended", [message])))
	);
}
