// The line at the top of the form: what the client is, who uses it, and what was refused.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: show_status });

	function show_status(frm) {
		frm.oauth_plus_status = null;
		if (frm.is_new()) return;
		const name = frm.doc.name;
		client.ask_form(frm, "status").then((status) => name === frm.doc.name && draw(frm, status));
		if (frm.doc.oauth_plus_enabled && frm.doc.oauth_plus_enforcement === "Warn") {
			frm.add_custom_button(__("Policy Violations"), () => show_violations(frm));
		}
	}

	function draw(frm, status) {
		frm.oauth_plus_status = status;
		const line = status.sentences.map(client.escape).join(" ");
		frm.dashboard.clear_headline();
		frm.dashboard.set_headline(`<span class="oauth-plus-status" style="display: block; padding-inline-end: 20px">${line}</span>`, status.color);
	}

	function show_violations(frm) {
		frappe.set_route("List", "OAuth Plus Event", { client: frm.doc.name, outcome: "Would Refuse" });
	}
})();
