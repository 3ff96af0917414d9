// Lifetimes of the client: what applies where nothing is set, and what they mean in words.

frappe.provide("oauth_plus.client");

(() => {
	const { client, lifetimes, duration } = oauth_plus;

	const NAMES = ["access", "code", "refresh_idle", "refresh_absolute"];

	const FOLLOWED = [...NAMES.map(field_of), "oauth_plus_refresh_tokens", "oauth_plus_access_token_format"];

	frappe.ui.form.on("OAuth Client", {
		refresh(frm) {
			frappe.call("oauth_plus.api.client_form.lifetimes_of_site").then(({ message }) => {
				frm.oauth_plus_lifetimes = message;
				draw(frm);
			});
		},
		...Object.fromEntries(FOLLOWED.map((field) => [field, draw])),
	});

	function field_of(name) {
		return `oauth_plus_${name}_lifetime`;
	}

	function draw(frm) {
		const of_site = frm.oauth_plus_lifetimes;
		if (!of_site) return;
		for (const name of NAMES) lifetimes.show(frm, field_of(name), of_site[name], sentence);
		frm.get_field("oauth_plus_effective").$wrapper.html(words_html(frm));
	}

	function sentence({ seconds, source }, is_set) {
		const told = [duration.spoken(seconds), lifetimes.source(source)];
		return is_set ? __("Not set, it would be {0}, {1}.", told) : __("Not set: {0}, {1}.", told);
	}

	function words_html(frm) {
		const [access, idle, absolute] = ["access", "refresh_idle", "refresh_absolute"].map((name) => applied(frm, name));
		const sentences = [of_access(frm, access), ...of_grants(frm, idle, absolute)];
		if (frm.doc.oauth_plus_access_token_format === "JWT") sentences.push(of_belief(access));
		return `<p class="text-muted oauth-plus-lifetimes">${sentences.map(client.escape).join("<br>")}</p>`;
	}

	function applied(frm, name) {
		const own = frm.doc[field_of(name)];
		return duration.spoken(own > 0 ? own : frm.oauth_plus_lifetimes[name].seconds);
	}

	function of_access(frm, access) {
		return frm.doc.oauth_plus_refresh_tokens === "Never"
			? __("Users sign in again every {0}.", [access])
			: __("The app renews its access token every {0}; users do not notice.", [access]);
	}

	function of_grants(frm, idle, absolute) {
		if (frm.doc.oauth_plus_refresh_tokens === "Never") return [];
		return [__("Users allow it again after {0} without use, and after {1} in any case.", [idle, absolute])];
	}

	function of_belief(access) {
		return __("JWT: a gateway that does not ask this site believes a token for up to {0} after its grant has ended.", [access]);
	}
})();
