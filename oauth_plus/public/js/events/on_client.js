// Timeline of events on the form of an OAuth Client.

frappe.ui.form.on("OAuth Client", {
	refresh: (frm) => oauth_plus.events.show_on(frm, { client: frm.doc.name }),
});
