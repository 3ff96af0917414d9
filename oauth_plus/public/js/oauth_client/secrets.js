// Secrets of the client, without their values: listed, and ended.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", { refresh: show_secrets });

	function show_secrets(frm) {
		const place = frm.get_field("oauth_plus_secrets").$wrapper.empty();
		if (frm.is_new() || client.is_public(frm)) return;
		const name = frm.doc.name;
		client.ask(frm, "live_secrets").then((secrets) => name === frm.doc.name && draw(frm, place, secrets));
	}

	function draw(frm, place, secrets) {
		place.html(secrets_html(frm, secrets));
		place.find(".oauth-plus-rotate").on("click", () => client.rotate_secret(frm));
		place.find("button[data-name]").on("click", ({ currentTarget }) => {
			confirm_end(frm, secrets, secrets.find((secret) => secret.name === currentTarget.dataset.name));
		});
	}

	function secrets_html(frm, secrets) {
		const may_write = client.may_write(frm);
		const table = secrets.length ? table_html(secrets, may_write) : `<p class="text-muted">${none()}</p>`;
		if (!may_write) return table;
		const label = secrets.length ? __("Rotate Secret") : __("New Secret");
		return client.is_administrator()
			? `${table}<button type="button" class="btn btn-sm btn-default oauth-plus-rotate" style="margin: 12px 0">${label}</button>`
			: `${table}<p class="text-muted small">${__("Only a System Manager can make a secret, because it is shown to them.")}</p>`;
	}

	function none() {
		return __("This client has no secret. Choose New Secret to create one.");
	}

	function table_html(secrets, may_write) {
		const titles = [__("Label"), __("Hint"), __("Created"), __("Expires"), __("Last Used")].map((title) => `<th>${title}</th>`);
		return `<div class="table-responsive"><table class="table table-bordered oauth-plus-secrets" style="margin: 0; min-width: 640px">
			<thead><tr class="text-muted">${titles.join("")}<th></th></tr></thead>
			<tbody>${secrets.map((secret) => secret_row(secret, may_write)).join("")}</tbody></table></div>`;
	}

	function secret_row(secret, may_write) {
		const cells = [
			secret.label,
			secret.hint && `…${secret.hint}`,
			moment_of(secret.created),
			moment_of(secret.ends) || __("Never"),
			moment_of(secret.last_used) || __("Never"),
		].map((text) => `<td>${client.escape(text || "")}</td>`);
		const label = __("End Now");
		const button = may_write ? `<button type="button" class="btn btn-xs btn-default" data-name="${secret.name}">${label}</button>` : "";
		return `<tr>${cells.join("")}<td class="text-right">${button}</td></tr>`;
	}

	function moment_of(value) {
		return value && frappe.datetime.str_to_user(value.slice(0, 19));
	}

	function confirm_end(frm, secrets, secret) {
		const label = client.escape(secret.label).bold();
		const sentence =
			secrets.length === 1
				? __("End {0} now? It is the only secret. The app is refused at once, until it has a new one.", [label])
				: __("End {0} now? An app that still sends it is refused at once.", [label]);
		frappe.confirm(sentence, () => client.ask(frm, "end_secret", { name: secret.name }).then(() => frm.reload_doc()));
	}
})();
