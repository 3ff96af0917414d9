// On every page of Desk: the way to the dialog, which comes with the DocType OAuth Client.

frappe.provide("oauth_plus.connect");

oauth_plus.connect.new_connection = () =>
	frappe.model.with_doctype("OAuth Client", () => oauth_plus.connect.open_new_connection());

oauth_plus.connect.show_how_to = (client) =>
	frappe.model.with_doctype("OAuth Client", () => oauth_plus.connect.open_how_to(client));
