// Type of the client, and its authentication method, which must agree.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", {
		oauth_plus_client_type: follow_type,
		[client.METHOD]: follow_method,
		[`oauth_plus_${client.METHOD}`]: follow_method,
	});

	function follow_type(frm) {
		const is_public = frm.doc.oauth_plus_client_type === "Public";
		const field = client.method_field(frm);
		if (is_public === (frm.doc[field] === "None")) return;
		frm.set_value(field, is_public ? "None" : "Client Secret Basic");
	}

	function follow_method(frm) {
		const type = frm.doc[client.method_field(frm)] === "None" ? "Public" : "Confidential";
		if (type !== frm.doc.oauth_plus_client_type) frm.set_value("oauth_plus_client_type", type);
	}
})();
