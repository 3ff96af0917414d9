// A new secret, and for how long the old ones go on.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	client.rotate_secret = ask_for_new_secret;

	frappe.ui.form.on("OAuth Client", { after_save: hand_out_secret });

	function hand_out_secret(frm) {
		const secret = frm.doc.client_secret;
		if (!secret || secret === client.MASK) return;
		frm.doc.client_secret = client.MASK; // the tab does not keep it
		frm.refresh_field("client_secret");
		if (!client.is_public(frm)) client.show_once(frm, secret);
	}

	function ask_for_new_secret(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Rotate Secret"),
			fields: [
				{
					fieldname: "label",
					fieldtype: "Data",
					label: __("Label"),
					length: 140,
					description: __("For you: where the secret is used. Empty: the date."),
				},
				{
					fieldname: "overlap_days",
					fieldtype: "Int",
					label: __("Days until the Old Secrets Expire"),
					default: 7,
					description: __("Default: 7. 0 ends the old secrets at once: the app is refused until it has the new secret."),
				},
				{
					fieldname: "ends",
					fieldtype: "Datetime",
					label: __("New Secret Expires"),
					description: __("Empty: the new secret does not expire."),
				},
			],
			primary_action_label: __("Create"),
			primary_action: (values) => {
				dialog.hide();
				client.ask(frm, "new_secret", { ...values, overlap_days: values.overlap_days || 0 }).then((made) => {
					frm.reload_doc();
					client.show_once(frm, made.client_secret);
				});
			},
		});
		dialog.show();
	}
})();
