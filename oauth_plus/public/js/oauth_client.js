const METHOD = "token_endpoint_auth_method"; // v16 has such a field of its own; elsewhere it is ours

frappe.ui.form.on("OAuth Client", {
	refresh: show_standing,
	oauth_plus_client_type: follow_type,
	[METHOD]: follow_method,
	[`oauth_plus_${METHOD}`]: follow_method,
});

function show_standing(frm) {
	if (frm.is_new()) return;
	if (!frm.doc.oauth_plus_enabled) return say_disabled(frm);
	if (frm.doc.oauth_plus_enforcement === "Warn") return say_watched(frm);
	if (frm.doc.oauth_plus_enforcement === "Off") return say_unwatched(frm);
}

function say_disabled(frm) {
	frm.dashboard.set_headline(__("This client is disabled: it is refused everywhere."), "red");
}

function say_watched(frm) {
	frm.dashboard.set_headline(
		__("This client goes on as before. See what Enforce would refuse before you switch."),
		"orange"
	);
	frm.add_custom_button(__("What Enforce Would Refuse"), () => show_events(frm));
}

function say_unwatched(frm) {
	frm.dashboard.set_headline(
		__("This client is not held to every rule, and nobody sees which it breaks. Warn would write it down."),
		"orange"
	);
}

function show_events(frm) {
	frappe.set_route("List", "OAuth Plus Event", { client: frm.doc.name, outcome: "Would Refuse" });
}

function follow_type(frm) {
	const is_public = frm.doc.oauth_plus_client_type === "Public";
	const field = method_field(frm);
	if (is_public === (frm.doc[field] === "None")) return;
	frm.set_value(field, is_public ? "None" : "Client Secret Basic");
}

function follow_method(frm) {
	const type = frm.doc[method_field(frm)] === "None" ? "Public" : "Confidential";
	if (type !== frm.doc.oauth_plus_client_type) frm.set_value("oauth_plus_client_type", type);
}

function method_field(frm) {
	return frm.fields_dict[METHOD] ? METHOD : `oauth_plus_${METHOD}`;
}
