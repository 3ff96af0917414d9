// The questions of one kind, what was answered, and the faults at their questions.

frappe.provide("oauth_plus.connect");

(() => {
	const connect = oauth_plus.connect;

	const LISTS = {
		roles: ({ roles }) => roles,
		exchanges_of: (_offer, text) =>
			frappe.db.get_link_options("OAuth Client", text).then((found) => [...found, { value: "*", description: __("All apps of this site") }]),
	};

	connect.ask = (wizard) => {
		const fields = wizard.way.fields.map((field) => prepared(wizard, field));
		wizard.group = new frappe.ui.FieldGroup({ fields, body: wizard.stage.find(".oauth-plus-questions")[0] });
		wizard.group.make();
		if (wizard.way.asks_scopes) connect.pick_scopes(wizard, wizard.stage.find(".oauth-plus-scopes"));
		wizard.group.fields_dict.name.$input.trigger("focus");
	};

	function prepared(wizard, field) {
		const ready = { ...field, default: wizard.answers[field.fieldname] ?? field.default };
		if (field.fieldtype === "Small Text") ready.max_height = "4.5rem";
		if (LISTS[field.fieldname]) Object.assign(ready, of_list(wizard, field.fieldname), { default: lines(ready.default) });
		if (field.fieldname === "service_user") Object.assign(ready, of_service_user(wizard));
		return ready;
	}

	function of_list({ offer }, name) {
		return { get_data: (text) => LISTS[name](offer, text) };
	}

	function of_service_user(wizard) {
		const filters = { ignore_user_type: 1, name: ["not in", ["Administrator", "Guest"]] }; // Frappe adds: enabled
		return { get_query: () => ({ filters }), onchange: () => show_roles(wizard) };
	}

	function show_roles(wizard) {
		const field = wizard.group.fields_dict.service_user;
		const user = field.get_value();
		field.$wrapper.find(".oauth-plus-service-roles").remove();
		if (!user || user === wizard.roles_shown) return;
		frappe.call("oauth_plus.api.service_user.roles_of", { user }).then(({ message: roles }) => {
			const told = roles.length
				? __("Roles of this user: {0}", [roles.map((role) => connect.escape(__(role))).join(", ")])
				: __("This user has no role: the app may do next to nothing.");
			field.$wrapper.find(".oauth-plus-service-roles").remove();
			field.$wrapper.append(`<p class="text-muted oauth-plus-service-roles">${told}</p>`);
		});
	}

	connect.keep_answers = (wizard) => {
		const given = wizard.group.get_values(true) || {};
		for (const { fieldname } of wizard.way.fields) wizard.answers[fieldname] = as_text(given[fieldname]);
		if (wizard.scopes) wizard.answers.scopes = [...wizard.scopes].join(" ");
	};

	function as_text(value) {
		return Array.isArray(value) ? value.join("\n") : String(value ?? "");
	}

	function lines(text) {
		return Array.isArray(text) ? text : (text || "").split("\n").filter(Boolean);
	}

	connect.show_faults = (wizard, faults) => {
		wizard.stage.find(".oauth-plus-fault").remove();
		wizard.stage.find(".has-error").removeClass("has-error");
		for (const [question, sentences] of Object.entries(faults)) {
			const said = sentences.map((sentence) => `<div>${sentence}</div>`).join(""); // escaped by the server
			place_of(wizard, question).append(`<div class="oauth-plus-fault" data-question="${connect.escape(question)}">${said}</div>`);
		}
		wizard.stage.find(".oauth-plus-fault")[0]?.scrollIntoView({ block: "center" });
	};

	function place_of(wizard, question) {
		const field = wizard.group.fields_dict[question];
		if (field) return field.$wrapper.addClass("has-error");
		return wizard.stage.find(question === "scopes" ? ".oauth-plus-scopes" : ".oauth-plus-faults");
	}
})();
