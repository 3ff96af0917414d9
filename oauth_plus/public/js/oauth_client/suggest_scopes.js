// Scopes that cover what the client did.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: offer_scopes });

	function offer_scopes(frm) {
		if (frm.is_new() || !frm.perm[0].write) return;
		frm.add_custom_button(__("Suggest Scopes from Use"), () => ask_for_days(frm));
	}

	function ask_for_days(frm) {
		const field = { fieldname: "days", fieldtype: "Int", label: __("Days of Use to Examine"), default: 30, reqd: 1 };
		frappe.prompt(
			field,
			({ days }) => client.ask(frm, "suggest_scopes", { days }).then((found) => show_suggestion(frm, days, found)),
			__("Suggest Scopes from Use"),
			__("Suggest")
		);
	}

	function show_suggestion(frm, days, { scopes, unnamed }) {
		const dialog = new frappe.ui.Dialog({
			title: __("Suggested Scopes"),
			fields: [{ fieldname: "shown", fieldtype: "HTML" }],
			primary_action_label: __("Use These Scopes"),
			primary_action: () => {
				dialog.hide();
				frm.set_value("scopes", scopes.join(" "));
			},
			secondary_action_label: __("Combine into One Scope"),
			secondary_action: () => {
				dialog.hide();
				client.ask_for_scope(frm, days);
			},
		});
		dialog.fields_dict.shown.$wrapper.html(suggestion_html(scopes, unnamed));
		dialog.show();
	}

	function suggestion_html(scopes, unnamed) {
		const now = __("The scopes take effect when you save the form. Active tokens then lose all other scopes.");
		const rest = __("No existing scope allows these. Choose Combine into One Scope to include them, or leave the scope all on the client.");
		const sufficient = scopes.length ? client.list(scopes) : `<p>${__("The app did nothing in these days.")}</p>`;
		return `<p>${__("These scopes cover what the app did:")}</p><div class="oauth-plus-suggested">${sufficient}</div>
			<p class="text-muted">${now}</p>${unnamed.length ? `<p>${rest}</p>${client.list(unnamed)}` : ""}`;
	}
})();
