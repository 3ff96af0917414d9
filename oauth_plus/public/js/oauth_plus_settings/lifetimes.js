// Lifetimes of the site: what applies where nothing is set, and what the site configuration overrides.

(() => {
	const { lifetimes, duration } = oauth_plus;

	frappe.ui.form.on("OAuth Plus Settings", {
		refresh(frm) {
			frappe.call("oauth_plus.api.settings_form.lifetimes").then(({ message }) => {
				for (const { field, ...effective } of message) lifetimes.show(frm, field, effective, sentence);
			});
		},
	});

	function sentence({ seconds, source }, is_set) {
		const told = duration.spoken(seconds);
		if (source !== "default") return __("oauth_token_expiry in the site configuration sets {0}. This field has no effect.", [told]);
		return is_set ? __("The default is {0}.", [told]) : __("Not set: {0}, the default.", [told]);
	}
})();
