// Progress of the site from Warn to Enforce, and hardenings that are set apart for every client.

frappe.ui.form.on("OAuth Plus Settings", {
	refresh: (frm) => show_progress(frm),
});

function show_progress(frm) {
	const field = frm.get_field("enforcement_progress");
	if (!field) return;
	oauth_plus.enforcement.prepare();
	const asked = ["progress_of_site", "hardenings"].map((method) => frappe.xcall(`oauth_plus.api.enforcement.${method}`));
	Promise.all(asked).then(([progress, hardenings]) => {
		const as_client = () => __("As Enforcement of the client");
		const rows = oauth_plus.enforcement.rows(frm, "exceptions", hardenings, as_client);
		const is_set = hardenings.some((each) => each.site);
		const summary = `<summary>${__("Rules with a level of their own for every client")}</summary>`;
		const table = $(`<details ${is_set ? "open" : ""}>${summary}</details>`).append(rows);
		field.$wrapper.empty().append($("<div class='oauth-plus-foresight'></div>").append(progress_html(progress), table));
	});
}

function progress_html({ off, warn, enforce, ready, days }) {
	const counted = __("Clients at Off: {0}, at Warn: {1}, at Enforce: {2}.", [off, warn, enforce]);
	const links = Object.entries(ready).map(([client, title]) => {
		const name = frappe.utils.escape_html(title);
		return `<a href="/app/oauth-client/${encodeURIComponent(client)}">${name}</a>`;
	});
	const told = links.length
		? __("Ready for Enforce, after {0} days without a violation: {1}.", [days, links.join(", ")])
		: __("No client at Warn is ready for Enforce.");
	return `<p class="oauth-plus-progress">${counted}</p><p>${told}</p>`;
}
