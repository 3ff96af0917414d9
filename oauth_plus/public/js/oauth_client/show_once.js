// A secret that was just made: shown once, to be copied or downloaded.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	client.show_once = (frm, secret) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Client Secret"),
			static: true, // a click outside must not close it: the secret is shown only once
			fields: [{ fieldname: "shown", fieldtype: "HTML" }],
			primary_action_label: __("Copy"),
			primary_action: () => frappe.utils.copy_to_clipboard(secret),
			secondary_action_label: __("Done"),
			secondary_action: () => dialog.hide(),
		});
		dialog.fields_dict.shown.$wrapper.html(`
			<p>${__("Give this secret to the app now. It is shown only once. Nobody can look it up later.")}</p>
			<pre class="oauth-plus-secret" dir="ltr" style="text-align: start; white-space: pre-wrap; word-break: break-all; user-select: all; margin: 0; padding: 12px;
				border-radius: 8px; color: var(--text-color); background: var(--control-bg)">${client.escape(secret)}</pre>
			<button type="button" class="btn btn-sm btn-default oauth-plus-download" style="margin-top: 12px">${__("Download")}</button>`);
		dialog.$wrapper.find(".oauth-plus-download").on("click", () =>
			oauth_plus.connect.download(
				`${frm.doc.client_id}.txt`,
				`client_id=${frm.doc.client_id}\nclient_secret=${secret}\n`
			)
		);
		dialog.onhide = () => dialog.$wrapper.remove();
		dialog.show();
	};
})();
