// Grants with scopes that the client no longer has, after its scopes were changed.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", {
		refresh(frm) {
			// a form that is drawn anew keeps what somebody typed; Desk has one form for all clients
			if (!frm.is_dirty()) (frm.oauth_plus_scopes ??= {})[frm.doc.name] = frm.doc.scopes;
		},
		before_save: remember_scopes,
		after_save: tell_of_wider_grants,
	});

	function remember_scopes(frm) {
		frm.oauth_plus_scopes_change = !frm.is_new() && frm.doc.scopes !== frm.oauth_plus_scopes?.[frm.doc.name];
	}

	function tell_of_wider_grants(frm) {
		if (!frm.oauth_plus_scopes_change) return;
		frm.oauth_plus_scopes_change = false;
		frappe
			.call("oauth_plus.api.grants.beyond_client", { client: frm.doc.name })
			.then(({ message }) => message.grants && ask_what_wider_grants_become(frm, message));
	}

	function ask_what_wider_grants_become(frm, { grants, people, scopes }) {
		const held = client.list(scopes);
		const counted = __("Active grants with scopes that this client no longer has: {0} (users: {1}). These scopes are:", [grants, people]);
		const enforced =
			frm.doc.oauth_plus_enforcement === "Enforce"
				? __("The grants cannot use these scopes. If you give the scopes back to the client, they can use them again.")
				: __("The grants can use these scopes until Enforcement of the client is Enforce.");
		const dialog = new frappe.ui.Dialog({
			title: __("Grants With Removed Scopes"),
			fields: [{ fieldname: "shown", fieldtype: "HTML" }],
			primary_action_label: __("Narrow Grants"),
			primary_action: () => change_wider_grants(frm, dialog, "narrow_grants"),
			secondary_action_label: __("End Grants"),
			secondary_action: () => change_wider_grants(frm, dialog, "end_grants_beyond_client"),
		});
		dialog.fields_dict.shown.$wrapper.html(`<p>${counted}</p><div class="oauth-plus-beyond">${held}</div><p>${enforced}</p>
			<p class="text-muted">${__("Narrow Grants removes these scopes from the grants permanently; users are not asked. End Grants ends the grants; users are asked again. Close this dialog to leave the grants as they are.")}</p>`);
		dialog.show();
	}

	function change_wider_grants(frm, dialog, method) {
		dialog.hide();
		const done = method === "narrow_grants" ? __("Grants narrowed: {0}") : __("Grants ended: {0}");
		frappe
			.call(`oauth_plus.api.grants.${method}`, { client: frm.doc.name })
			.then(({ message }) => frappe.show_alert(client.escape(done.replace("{0}", message))));
	}
})();
