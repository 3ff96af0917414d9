const MASK = "*".repeat(16); // what the server sends in place of a secret

const METHOD = "token_endpoint_auth_method"; // Frappe's own field in v16; in v15 it has our prefix

frappe.ui.form.on("OAuth Client", {
	setup: offer_service_users,
	refresh(frm) {
		frm.oauth_plus_scopes = frm.doc.scopes;
		show_standing(frm);
		show_secrets(frm);
		show_lifetimes(frm);
		show_service_roles(frm);
		offer_to_end_grants(frm);
		offer_scopes(frm);
	},
	before_save: remember_scopes,
	after_save(frm) {
		hand_out_secret(frm);
		tell_of_wider_grants(frm);
	},
	oauth_plus_client_type: follow_type,
	oauth_plus_service_user: show_service_roles,
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
	frm.dashboard.set_headline(__("This client is disabled. All its requests are refused."), "red");
}

function say_watched(frm) {
	frm.dashboard.set_headline(
		__("Warn: this client works as before. See Policy Violations for what Enforce would refuse."),
		"orange"
	);
	frm.add_custom_button(__("Policy Violations"), () => show_events(frm));
}

function say_unwatched(frm) {
	frm.dashboard.set_headline(
		__("Off: this client may break rules, and violations are not recorded. Choose Warn to record them."),
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
	const items = roles.map((role) => `<li>${frappe.utils.escape_html(__(role))}</li>`).join("");
	const bound = __("The app may do what these roles allow, as far as its scopes name it.");
	return `${title}<ul class="oauth-plus-service-roles" style="padding-inline-start: 1.25rem">${items}</ul><p class="text-muted">${bound}</p>`;
}

const LIFETIMES = {
	access: () => __("Access Token"),
	code: () => __("Authorization Code"),
	refresh_idle: () => __("Refresh Token (Idle)"),
	refresh_absolute: () => __("Refresh Token (Absolute)"),
};

function show_lifetimes(frm) {
	if (frm.is_new()) return;
	ask(frm, "effective_lifetimes").then((lifetimes) => {
		const shown = lifetimes_html(lifetimes) + belief_html(frm, lifetimes);
		frm.get_field("oauth_plus_effective").$wrapper.html(shown);
	});
}

function lifetimes_html(lifetimes) {
	const titles = [__("Lifetime"), __("Effective Value"), __("Set By")].map((title) => `<th>${title}</th>`);
	const rows = lifetimes.map(({ name, seconds, source }) => {
		const cells = [LIFETIMES[name](), duration(seconds), source_of(source)];
		return `<tr>${cells.map((text) => `<td>${frappe.utils.escape_html(text)}</td>`).join("")}</tr>`;
	});
	return `<table class="table table-bordered oauth-plus-lifetimes" style="margin: 0">
		<thead><tr class="text-muted">${titles.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function belief_html(frm, lifetimes) {
	if (frm.doc.oauth_plus_access_token_format !== "JWT") return "";
	const { seconds } = lifetimes.find(({ name }) => name === "access");
	const sentence = __("JWT: a gateway that does not ask this site believes a token for up to {0} after its grant has ended.", [
		duration(seconds),
	]);
	return `<p class="text-muted oauth-plus-belief">${frappe.utils.escape_html(sentence)}</p>`;
}

function duration(seconds) {
	return frappe.utils.get_formatted_duration(seconds);
}

function source_of(source) {
	return source === "default" ? __("Default") : source === "this client" ? __("This Client") : source;
}

function offer_to_end_grants(frm) {
	if (frm.is_new() || !frm.perm[0].write) return;
	const group = __("Grants");
	frm.add_custom_button(
		__("Show"),
		() => frappe.set_route("List", "OAuth Plus Grant", { client: frm.doc.name }),
		group
	);
	frm.add_custom_button(__("End All"), () => confirm_ending_all(frm), group);
}

function confirm_ending_all(frm) {
	const name = frappe.utils.escape_html(frm.doc.app_name).bold();
	const sentence = __("End all grants of {0}? It loses access at once, and its users must allow it again.", [name]);
	frappe.confirm(sentence, () =>
		frappe
			.call("oauth_plus.api.grants.end_grants", { client: frm.doc.name })
			.then(({ message }) => frappe.show_alert(__("Grants ended: {0}", [message])))
	);
}

function remember_scopes(frm) {
	frm.oauth_plus_scopes_change = !frm.is_new() && frm.doc.scopes !== frm.oauth_plus_scopes;
}

function tell_of_wider_grants(frm) {
	if (!frm.oauth_plus_scopes_change) return;
	frm.oauth_plus_scopes_change = false;
	frappe
		.call("oauth_plus.api.grants.beyond_client", { client: frm.doc.name })
		.then(({ message }) => message.grants && ask_what_wider_grants_become(frm, message));
}

function ask_what_wider_grants_become(frm, { grants, people, scopes }) {
	const held = `<ul>${scopes.map((word) => `<li>${frappe.utils.escape_html(word)}</li>`).join("")}</ul>`;
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
		.then(({ message }) => frappe.show_alert(frappe.utils.escape_html(done.replace("{0}", message))));
}

function offer_scopes(frm) {
	if (frm.is_new() || !frm.perm[0].write) return;
	frm.add_custom_button(__("Suggest Scopes from Use"), () => ask_for_days(frm));
}

function ask_for_days(frm) {
	const field = { fieldname: "days", fieldtype: "Int", label: __("Days of Use to Examine"), default: 30, reqd: 1 };
	frappe.prompt(
		field,
		({ days }) => ask(frm, "suggest_scopes", { days }).then((found) => show_suggestion(frm, days, found)),
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
			ask_for_scope(frm, days);
		},
	});
	dialog.fields_dict.shown.$wrapper.html(suggestion_html(scopes, unnamed));
	dialog.show();
}

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
			ask(frm, "make_scope", { days, scope, title }).then((made) => put_made_scope(frm, scope, made)),
		__("Combine into One Scope"),
		__("Create")
	);
}

function put_made_scope(frm, scope, { scopes, unnamed, sensitive, folders }) {
	frm.set_value("scopes", scopes.join(" "));
	const list = (words) => `<ul>${words.map((word) => `<li>${frappe.utils.escape_html(word)}</li>`).join("")}</ul>`;
	const link = `<a href="/app/oauth-plus-scope/${encodeURIComponent(scope)}">${frappe.utils.escape_html(scope)}</a>`;
	const told = [__("{0} allows exactly what the app did. Save the form to give this scope to the client.", [link])];
	if (folders.length) told.push(`${__("Files are allowed by folder. The scope allows all files that the user may read in:")}${list(folders)}`);
	if (sensitive.length) told.push(`${__("The scope is marked as Sensitive, because of:")}${list(sensitive)}`);
	if (unnamed.length) told.push(`${__("No scope can allow these calls. The app will be refused:")}${list(unnamed)}`);
	frappe.msgprint({ title: __("Scope Created"), message: told.join("<br>"), indicator: "green" });
}

function suggestion_html(scopes, unnamed) {
	const now = __("The scopes take effect when you save the form. Active tokens then lose all other scopes.");
	const rest = __("No existing scope allows these. Choose Combine into One Scope to include them, or leave the scope all on the client.");
	const list = (words) => `<ul>${words.map((word) => `<li>${frappe.utils.escape_html(word)}</li>`).join("")}</ul>`;
	const sufficient = scopes.length ? list(scopes) : `<p>${__("The app did nothing in these days.")}</p>`;
	return `<p>${__("These scopes cover what the app did:")}</p><div class="oauth-plus-suggested">${sufficient}</div>
		<p class="text-muted">${now}</p>${unnamed.length ? `<p>${rest}</p>${list(unnamed)}` : ""}`;
}

function hand_out_secret(frm) {
	const secret = frm.doc.client_secret;
	if (!secret || secret === MASK) return;
	frm.doc.client_secret = MASK; // the tab does not keep it
	frm.refresh_field("client_secret");
	if (!is_public(frm)) show_once(secret);
}

function show_secrets(frm) {
	if (frm.is_new() || is_public(frm)) return;
	if (frm.perm[0].write) frm.add_custom_button(__("New Secret"), () => ask_for_new_secret(frm));
	ask(frm, "live_secrets").then((secrets) => list_secrets(frm, secrets));
}

function list_secrets(frm, secrets) {
	const section = frm.dashboard.add_section(secrets_html(secrets), __("Secrets"));
	section.on("click", "button[data-name]", (event) => {
		const name = $(event.currentTarget).attr("data-name");
		confirm_end(frm, secrets, secrets.find((secret) => secret.name === name));
	});
	frm.dashboard.show();
}

function secrets_html(secrets) {
	if (!secrets.length) return `<p class="text-muted">${__("This client has no secret. Choose New Secret to create one.")}</p>`;
	const titles = ["Label", "Hint", "Created", "Expires", "Last Used"].map((title) => `<th>${__(title)}</th>`);
	return `<div class="table-responsive"><table class="table table-bordered oauth-plus-secrets" style="margin: 0; min-width: 640px">
		<thead><tr class="text-muted">${titles.join("")}<th></th></tr></thead>
		<tbody>${secrets.map(secret_row).join("")}</tbody></table></div>`;
}

function secret_row(secret) {
	const cells = [
		secret.label,
		secret.hint && `…${secret.hint}`,
		moment_of(secret.created),
		moment_of(secret.ends) || __("Never"),
		moment_of(secret.last_used) || __("Never"),
	].map((text) => `<td>${frappe.utils.escape_html(text || "")}</td>`);
	const button = `<button class="btn btn-xs btn-default" data-name="${secret.name}">${__("End Now")}</button>`;
	return `<tr>${cells.join("")}<td class="text-right">${button}</td></tr>`;
}

function moment_of(value) {
	return value && frappe.datetime.str_to_user(value.slice(0, 19));
}

function confirm_end(frm, secrets, secret) {
	const label = frappe.utils.escape_html(secret.label).bold();
	const sentence =
		secrets.length === 1
			? __("End {0} now? It is the only secret. The app is refused at once, until it has a new one.", [label])
			: __("End {0} now? An app that still sends it is refused at once.", [label]);
	frappe.confirm(sentence, () => ask(frm, "end_secret", { name: secret.name }).then(() => frm.reload_doc()));
}

function ask_for_new_secret(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("New Secret"),
		fields: [
			{ fieldname: "label", fieldtype: "Data", label: __("Label"), length: 140 },
			{
				fieldname: "overlap_days",
				fieldtype: "Int",
				label: __("Days until the Old Secrets Expire"),
				default: 7,
				description: __("Default: 7. 0 ends the old secrets at once: the app is refused until it has the new secret."),
			},
			{
				fieldname: "ends",
				fieldtype: "Datetime",
				label: __("New Secret Expires"),
				description: __("Empty: the new secret does not expire."),
			},
		],
		primary_action_label: __("Create"),
		primary_action: (values) => {
			dialog.hide();
			ask(frm, "new_secret", { ...values, overlap_days: values.overlap_days || 0 }).then((made) => {
				frm.reload_doc();
				show_once(made.client_secret);
			});
		},
	});
	dialog.show();
}

function show_once(secret) {
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
		<p>${__("Copy this secret to the app now. It is shown only once. Nobody can look it up later.")}</p>
		<pre class="oauth-plus-secret" style="white-space: pre-wrap; word-break: break-all; user-select: all; margin: 0; padding: 12px;
			border-radius: 8px; color: var(--text-color); background: var(--control-bg)"
			>${frappe.utils.escape_html(secret)}</pre>`);
	dialog.onhide = () => dialog.$wrapper.remove();
	dialog.show();
}

function ask(frm, method, args = {}) {
	return frappe
		.call(`oauth_plus.api.clients.${method}`, { client: frm.doc.name, ...args })
		.then((answer) => answer.message);
}

function is_public(frm) {
	return frm.doc.oauth_plus_client_type === "Public";
}
