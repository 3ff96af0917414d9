frappe.ui.form.on("OAuth Plus Settings", {
	refresh: offer_scrape_token,
});

function offer_scrape_token(frm) {
	if (!frappe.user.has_role("System Manager")) return;
	const group = __("Scrape Token");
	frm.add_custom_button(__("New Scrape Token"), () => ask_for_scrape_token(frm), group);
	if (frm.doc.scrape_token_digest) {
		frm.add_custom_button(__("End Scrape Token"), () => ask_to_end_scrape_token(frm), group);
	}
}

function ask_for_scrape_token(frm) {
	if (!frm.doc.scrape_token_digest) return make_scrape_token(frm);
	const question = __("Create a new scrape token? The present one ends at once, and monitors that send it are refused.");
	frappe.confirm(question, () => make_scrape_token(frm));
}

function ask_to_end_scrape_token(frm) {
	const question = __("End the scrape token? Monitors that send it are refused at once.");
	frappe.confirm(question, () =>
		frappe.call("oauth_plus.api.metrics.end_scrape_token").then(() => frm.reload_doc())
	);
}

function make_scrape_token(frm) {
	frappe.call("oauth_plus.api.metrics.new_scrape_token").then(({ message }) => {
		frm.reload_doc();
		frappe.msgprint({
			title: __("Copy it now"),
			message: `<p>${__("The monitor sends it as a bearer token. It is not shown again.")}</p>
				<p><code dir="ltr">${frappe.utils.escape_html(message.token)}</code></p>`,
		});
	});
}
