frappe.ui.form.on("OAuth Plus Webhook", {
	onload: show_titles,
	refresh(frm) {
		say_what_is_missing(frm);
		if (frm.is_new() || !frm.has_perm("write")) return;
		frm.add_custom_button(__("New Secret"), () => ask_for_secret(frm));
		if (frm.doc.enabled && frm.doc.secret_created) {
			frm.add_custom_button(__("Send a Test"), () => send_test(frm));
		}
	},
	after_save(frm) {
		if (!frm.doc.secret_created) make_secret(frm);
	},
});

function show_titles(frm) {
	frappe.call("oauth_plus.api.webhooks.event_titles").then(({ message }) => {
		const options = Object.entries(message).map(([value, label]) => ({ value, label }));
		options.sort((one, other) => one.label.localeCompare(other.label));
		const grid = frm.fields_dict.events.grid;
		grid.update_docfield_property("event", "options", options);
		grid.update_docfield_property("event", "formatter", (value) => frappe.utils.escape_html(message[value] || value || ""));
		frm.refresh_field("events");
	});
}

function say_what_is_missing(frm) {
	if (frm.is_new()) return frm.set_intro(__("Save it, and the signing secret is created and shown once."), "blue");
	if (!frm.doc.secret_created) frm.set_intro(__("There is no signing secret, so nothing is sent. Press New Secret."), "orange");
	else if (!frm.doc.enabled) frm.set_intro(__("Disabled: nothing is sent."), "orange");
	else if (frm.doc.failing_since) frm.set_intro(frappe.utils.escape_html(frm.doc.last_error || ""), "red");
}

function ask_for_secret(frm) {
	if (!frm.doc.secret_created) return make_secret(frm);
	const question = __("Create a new signing secret? The present one signs for another day, so that the receiver can change to the new one.");
	frappe.confirm(question, () => make_secret(frm));
}

function make_secret(frm) {
	frappe.call("oauth_plus.api.webhooks.new_secret", { webhook: frm.doc.name }).then(({ message }) => {
		frm.reload_doc();
		frappe.msgprint({
			title: __("Copy it now"),
			message: `<p>${__("The receiver checks the signature of each event with it. It is not shown again.")}</p>
				<p style="overflow-wrap: anywhere"><code dir="ltr">${frappe.utils.escape_html(message.secret)}</code></p>`,
		});
	});
}

function send_test(frm) {
	frappe.call("oauth_plus.api.webhooks.send_test", { webhook: frm.doc.name }).then(({ message }) => {
		const link = frappe.utils.get_form_link("OAuth Plus Webhook Delivery", message, true);
		frappe.show_alert({ message: __("A worker sends it now: {0}", [link]), indicator: "blue" });
	});
}
