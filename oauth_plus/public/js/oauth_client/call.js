// Calls of the form of an OAuth Client, and small pieces that its other files share.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	client.MASK = "*".repeat(16); // what the server sends in place of a secret

	client.METHOD = "token_endpoint_auth_method"; // Frappe's own field in v16; in v15 it has our prefix

	client.escape = (text) => frappe.utils.escape_html(String(text ?? ""));

	client.list = (words) => `<ul>${words.map((word) => `<li>${client.escape(word)}</li>`).join("")}</ul>`;

	client.ask = (frm, method, args = {}) => call(`clients.${method}`, { client: frm.doc.name, ...args });

	client.ask_form = (frm, method, args = {}) => call(`client_form.${method}`, { client: frm.doc.name, ...args });

	client.method_field = (frm) => (frm.fields_dict[client.METHOD] ? client.METHOD : `oauth_plus_${client.METHOD}`);

	client.is_public = (frm) => frm.doc.oauth_plus_client_type === "Public";

	client.may_write = (frm) => !frm.is_new() && frm.perm[0].write;

	client.is_administrator = () => frappe.user.has_role("System Manager");

	client.name_of = (frm) => client.escape(frappe.utils.unescape_html(frm.doc.app_name || frm.doc.name)).bold();

	function call(method, args) {
		return frappe.call(`oauth_plus.api.${method}`, args).then(({ message }) => message);
	}
})();
