// Fields of lifetimes: where nothing is set, they show what applies, and where it comes from.

frappe.provide("oauth_plus.lifetimes");

(() => {
	const { lifetimes, duration } = oauth_plus;

	// `effective` is {seconds, source}: what applies while the field is empty.
	lifetimes.show = (frm, fieldname, effective, sentence) => {
		const field = frm.get_field(fieldname);
		if (!field) return;
		field.parse = duration.parse; // v15 would take "1h" for a text
		field.df.placeholder = duration.spoken(effective.seconds);
		field.$input?.attr("placeholder", field.df.placeholder);
		place_of(field).text(sentence(effective, cint(frm.doc[fieldname]) > 0));
	};

	function place_of(field) {
		const own = field.$wrapper.find(".oauth-plus-effective");
		if (own.length) return own;
		return $('<p class="small text-muted oauth-plus-effective" style="margin: 0"></p>').insertAfter(field.$wrapper.find(".help-box"));
	}

	lifetimes.source = (source) => {
		if (source === "default") return __("the default");
		if (source === "OAuth Plus Settings") return __("from OAuth Plus Settings");
		return __("from oauth_token_expiry in the site configuration");
	};
})();
