// Try It: opens the authorization page as the client would, and says what a user meets there.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: offer });

	function offer(frm) {
		if (!client.may_write(frm) || !redirect_uris(frm).length) return;
		frm.add_custom_button(__("Try It"), () => open(frm));
	}

	function redirect_uris(frm) {
		const listed = `${frm.doc.redirect_uris || ""} ${frm.doc.default_redirect_uri || ""}`.split(/\s+/).filter(Boolean);
		return [...new Set(listed)];
	}

	function open(frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Try It"),
			size: "large",
			fields: [
				{
					fieldname: "redirect_uri",
					fieldtype: "Select",
					label: __("Redirect URI"),
					options: redirect_uris(frm),
					default: redirect_uris(frm)[0],
					onchange: () => prepare(frm, dialog),
				},
				{ fieldname: "shown", fieldtype: "HTML" },
			],
			primary_action_label: __("Open in a New Tab"),
			primary_action: () => {
				window.open(dialog.oauth_plus_trial.address, "_blank", "noopener");
				prepare(frm, dialog); // a pushed request, a state and a challenge are used once
			},
		});
		dialog.$wrapper.addClass("oauth-plus-trial");
		dialog.onhide = () => dialog.$wrapper.remove();
		dialog.show();
		prepare(frm, dialog);
	}

	function prepare(frm, dialog) {
		const redirect_uri = dialog.get_value("redirect_uri");
		if (!redirect_uri) return;
		dialog.disable_primary_action();
		client.ask_form(frm, "trial", { redirect_uri }).then((trial) => {
			dialog.oauth_plus_trial = trial;
			dialog.fields_dict.shown.$wrapper.html(trial_html(trial));
			dialog.enable_primary_action();
		});
	}

	function trial_html({ sentences, parameters }) {
		const rows = parameters.map(
			([name, value, why]) =>
				`<tr><td><code>${client.escape(name)}</code></td><td style="overflow-wrap: anywhere">${client.escape(value)}
				<div class="text-muted">${client.escape(why)}</div></td></tr>`
		);
		return `<div class="oauth-plus-meets">${client.list(sentences)}</div>
			<table class="table table-bordered oauth-plus-parameters" style="table-layout: fixed">
			<colgroup><col style="width: 34%"><col></colgroup><tbody dir="ltr">${rows.join("")}</tbody></table>`;
	}
})();
