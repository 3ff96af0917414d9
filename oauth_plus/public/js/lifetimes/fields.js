// Fields of lifetimes: where nothing is set, they show what applies, and where it comes from.

frappe.provide("oauth_plus.lifetimes");

(() => {
	const { lifetimes, duration } = oauth_plus;

	// `effective` is {seconds, source}: what applies while the field is empty.
	lifetimes.show = (frm, fieldname, effective, sentence) => {
		const field = frm.get_field(fieldname);
		if (!field) return;
		if (field.df.oauth_plus_description === undefined) field.df.oauth_plus_description = __(field.df.description || "");
		field.parse = duration.parse; // v15 would take "1h" for a text
		field.df.placeholder = duration.spoken(effective.seconds);
		field.$input?.attr("placeholder", field.df.placeholder);
		const told = sentence(effective, cint(frm.doc[fieldname]) > 0);
		field.df.description = `${field.df.oauth_plus_description} <span class="oauth-plus-effective">${frappe.utils.escape_html(told)}</span>`;
		field.set_description();
	};

	lifetimes.source = (source) => {
		if (source === "default") return __("the default");
		if (source === "OAuth Plus Settings") return __("from OAuth Plus Settings");
		return __("from oauth_token_expiry in the site configuration");
	};
})();
