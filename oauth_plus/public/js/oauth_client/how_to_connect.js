// Button How to Connect on the form of an OAuth Client.

frappe.ui.form.on("OAuth Client", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("How to Connect"), () => oauth_plus.connect.open_how_to(frm.doc.name));
	},
});
