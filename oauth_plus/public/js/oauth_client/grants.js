// Grants of the client: the list, and the end of all.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: offer });

	function offer(frm) {
		if (!client.may_write(frm)) return;
		const group = __("Grants");
		const show = () => frappe.set_route("List", "OAuth Plus Grant", { client: frm.doc.name });
		frm.add_custom_button(__("Show"), show, group);
		frm.add_custom_button(__("End All"), () => confirm_ending_all(frm), group);
	}

	function confirm_ending_all(frm) {
		const asked = __("End all grants of {0}? It loses access at once, and its users must allow it again.", [client.name_of(frm)]);
		client.ask_form(frm, "status").then(({ locks_out }) =>
			frappe.confirm(`${asked}<br><br>${client.escape(locks_out)}`, () => end_all(frm))
		);
	}

	function end_all(frm) {
		frappe.call("oauth_plus.api.grants.end_grants", { client: frm.doc.name }).then(({ message }) => {
			frappe.show_alert(__("Grants ended: {0}", [message]));
			frm.reload_doc();
		});
	}
})();
