frappe.ui.form.on("OAuth Client", {
	refresh: show_standing,
	oauth_plus_client_type: follow_type,
});

function show_standing(frm) {
	if (frm.is_new()) return;
	if (!frm.doc.oauth_plus_enabled) {
		frm.dashboard.set_headline(__("This client is disabled: it is refused everywhere."), "red");
		return;
	}
	if (frm.doc.oauth_plus_enforcement === "Enforce") return;
	frm.dashboard.set_headline(
		__("This client is not held to every rule. See what Enforce would refuse before you switch."),
		"orange"
	);
	frm.add_custom_button(__("Would Be Refused"), () => show_events(frm));
}

function show_events(frm) {
	frappe.set_route("List", "OAuth Plus Event", { client: frm.doc.name, outcome: "Would Refuse" });
}

function follow_type(frm) {
	const field = frm.fields_dict.token_endpoint_auth_method
		? "token_endpoint_auth_method"
		: "oauth_plus_token_endpoint_auth_method";
	const is_public = frm.doc.oauth_plus_client_type === "Public";
	if (is_public === (frm.doc[field] === "None")) return;
	frm.set_value(field, is_public ? "None" : "Client Secret Basic");
}
