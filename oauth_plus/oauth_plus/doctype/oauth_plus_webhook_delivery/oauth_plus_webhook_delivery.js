frappe.ui.form.on("OAuth Plus Webhook Delivery", {
	refresh(frm) {
		if (frm.doc.state === "Waiting" || !frappe.model.can_write("OAuth Plus Webhook")) return;
		frm.add_custom_button(__("Send Again"), () => send_again(frm));
	},
});

function send_again(frm) {
	frappe
		.call("oauth_plus.api.webhooks.send_again", { delivery: frm.doc.name })
		.then(() => frm.reload_doc());
}
