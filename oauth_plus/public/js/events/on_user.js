// Timeline of OAuth events on the form of a User.

frappe.ui.form.on("User", {
	refresh: (frm) => oauth_plus.events.show_on(frm, { user: frm.doc.name }),
});
