// One scope for what the client did.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	client.ask_for_scope = ask_for_scope;

	function ask_for_scope(frm, days) {
		const name = (frm.doc.app_name || "app").toLowerCase().replace(/[^a-z0-9]+/g, "_");
		const fields = [
			{
				fieldname: "scope",
				fieldtype: "Data",
				label: __("Scope"),
				default: `${name}:use`,
				reqd: 1,
				description: __("Value that the app requests. It cannot be changed later."),
			},
			{
				fieldname: "title",
				fieldtype: "Data",
				label: __("Title"),
				default: frm.doc.app_name,
				description: __("Name of the scope on the consent page."),
			},
		];
		frappe.prompt(
			fields,
			({ scope, title }) =>
				client.ask(frm, "make_scope", { days, scope, title }).then((made) => put_made_scope(frm, scope, made)),
			__("Combine into One Scope"),
			__("Create")
		);
	}

	function put_made_scope(frm, scope, { scopes, unnamed, sensitive, folders }) {
		frm.set_value("scopes", scopes.join(" "));
		const link = `<a href="/app/oauth-plus-scope/${encodeURIComponent(scope)}">${client.escape(scope)}</a>`;
		const told = [__("{0} allows exactly what the app did. Save the form to give this scope to the client.", [link])];
		if (folders.length) told.push(`${__("Files are allowed by folder. The scope allows all files that the user may read in:")}${client.list(folders)}`);
		if (sensitive.length) told.push(`${__("The scope is marked as Sensitive, because of:")}${client.list(sensitive)}`);
		if (unnamed.length) told.push(`${__("No scope can allow these calls. The app will be refused:")}${client.list(unnamed)}`);
		frappe.msgprint({ title: __("Scope Created"), message: told.join("<br>"), indicator: "green" });
	}
})();
