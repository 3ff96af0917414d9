// Dangerous choices are saved only after a question that names their consequences.

frappe.provide("oauth_plus.dangers");

frappe.ui.form.on("OAuth Plus Settings", {
	refresh(frm) {
		frm.oauth_plus_stored = { ...frm.doc };
	},
	validate(frm) {
		const asked = oauth_plus.dangers.newly_chosen(frm.oauth_plus_stored || {}, frm.doc);
		return asked.length ? oauth_plus.dangers.ask(asked) : undefined;
	},
});

(() => {
	const YEAR = 365 * 86400;

	const LIFETIMES = ["access_token_lifetime", "refresh_idle_lifetime", "refresh_absolute_lifetime"];

	// Each danger: what makes it one, and its consequence.
	const DANGERS = [
		{
			is_on: (doc) => doc.client_registration === "Open",
			consequence: () =>
				__("Any program on the internet may create an OAuth Client here. Users may be led to allow an app of a stranger; it is shown as unverified."),
		},
		{
			is_on: (doc) => doc.registration_allows_all,
			consequence: () =>
				__("An app that registered itself may ask for the scope all: whoever allows it gives it everything that they may do."),
		},
		{
			is_on: (doc) => doc.allow_administrator,
			consequence: () =>
				__("An app may act as Administrator, whom no permission check stops. Anyone who gets such a token controls the whole site."),
		},
		{
			is_on: (doc) => doc.private_client_documents,
			consequence: () =>
				__("This server sends requests into its own network, to addresses that apps name. A stranger may find out what is there, if apps may register themselves."),
		},
		{
			is_on: (doc) => doc.vouch_for_email_addresses,
			consequence: () =>
				__("Apps are told that every email address is verified. A user who enters the address of somebody else may get into that person's account of the app."),
		},
		{
			is_on: (doc) => !doc.limit_requests,
			consequence: () =>
				__("Anybody may send any number of requests. One program can slow the site down for everybody, and guess secrets without end."),
		},
		{
			is_on: (doc) => LIFETIMES.some((field) => doc[field] > YEAR),
			consequence: () => __("Access lasts longer than a year. Who steals a token may use it for as long, and nobody may notice."),
		},
	];

	oauth_plus.dangers.newly_chosen = (stored, doc) => DANGERS.filter(({ is_on }) => is_on(doc) && !is_on(stored));

	// Resolves when the question is answered. Without a yes, the form is not saved, and keeps what was entered.
	oauth_plus.dangers.ask = (asked) =>
		new Promise((resolve) => {
			let is_sure = false;
			const dialog = new frappe.ui.Dialog({
				title: __("Are You Sure?"),
				fields: [{ fieldtype: "HTML", options: listed(asked) }],
				primary_action_label: __("Save Anyway"),
				primary_action: () => {
					is_sure = true;
					dialog.hide();
				},
				secondary_action_label: __("Do Not Save"),
				secondary_action: () => dialog.hide(),
				on_hide: () => {
					if (!is_sure) frappe.validated = false;
					resolve();
				},
			});
			dialog.show();
		});

	const listed = (asked) => {
		const items = asked.map(({ consequence }) => `<li>${frappe.utils.escape_html(consequence())}</li>`).join("");
		return `<p>${__("This is what you are about to allow:")}</p><ul class="oauth-plus-dangers">${items}</ul>`;
	};
})();
