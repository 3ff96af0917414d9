// Service User: whom the form offers, and what their roles are.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	frappe.ui.form.on("OAuth Client", {
		setup: offer_service_users,
		refresh: show_service_roles,
		oauth_plus_service_user: show_service_roles,
	});

	function offer_service_users(frm) {
		const filters = { ignore_user_type: 1, name: ["not in", ["Administrator", "Guest"]] }; // Frappe adds: enabled
		frm.set_query("oauth_plus_service_user", () => ({ filters }));
	}

	function show_service_roles(frm) {
		const user = frm.doc.oauth_plus_service_user;
		const shown = frm.get_field("oauth_plus_service_roles").$wrapper.empty();
		if (!user) return;
		frappe.call("oauth_plus.api.service_user.roles_of", { user }).then(({ message }) => {
			if (user === frm.doc.oauth_plus_service_user) shown.html(service_roles_html(message));
		});
	}

	function service_roles_html(roles) {
		const title = `<label class="control-label">${__("Roles of the Service User")}</label>`;
		if (!roles.length) return `${title}<p class="text-muted">${__("None: the app may do next to nothing.")}</p>`;
		const items = roles.map((role) => `<li>${client.escape(__(role))}</li>`).join("");
		const bound = __("The app may do what these roles allow, as far as its scopes name it.");
		return `${title}<ul class="oauth-plus-service-roles" style="padding-inline-start: 1.25rem">${items}</ul><p class="text-muted">${bound}</p>`;
	}
})();
