// Timeline of events on the form of an OAuth Client.

frappe.ui.form.on("OAuth Client", {
	refresh(frm) {
		const place = frm.get_field("oauth_plus_events").$wrapper.empty();
		oauth_plus.events.show_on(frm, { client: frm.doc.name }, place);
	},
});
