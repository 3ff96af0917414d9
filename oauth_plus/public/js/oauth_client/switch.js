// Buttons that disable and enable the client. They say first whom this locks out.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: offer });

	function offer(frm) {
		if (!client.may_write(frm)) return;
		if (frm.doc.oauth_plus_enabled) frm.add_custom_button(__("Disable"), () => ask_to_disable(frm));
		else frm.add_custom_button(__("Enable"), () => ask_to_enable(frm));
	}

	function ask_to_disable(frm) {
		if (has_changes(frm)) return;
		client.ask_form(frm, "status").then(({ locks_out }) => {
			const sentences = [
				__("Disable {0}? All its requests are refused at once, and its grants end.", [client.name_of(frm)]),
				client.escape(locks_out),
				__("You can enable it again. Its users must then allow it again."),
			];
			frappe.warn(__("Disable This Client"), sentences.join("<br><br>"), () => turn(frm, "disable"), __("Disable"));
		});
	}

	function ask_to_enable(frm) {
		if (has_changes(frm)) return;
		const sentence = __("Enable {0}? The app may ask for access again. The grants that ended stay ended: users must allow it again.", [
			client.name_of(frm),
		]);
		frappe.confirm(sentence, () => turn(frm, "enable"));
	}

	function turn(frm, method) {
		client.ask_form(frm, method).then(() => frm.reload_doc());
	}

	function has_changes(frm) {
		if (!frm.is_dirty()) return false;
		frappe.msgprint(__("Save or undo your changes first."));
		return true;
	}
})();
