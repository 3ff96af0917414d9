// Button of the list of OAuth Clients.

frappe.listview_settings["OAuth Client"] = frappe.listview_settings["OAuth Client"] || {};

(() => {
	const settings = frappe.listview_settings["OAuth Client"];
	const before = settings.onload;
	settings.onload = (listview) => {
		if (before) before(listview);
		if (!frappe.model.can_create("OAuth Client")) return;
		listview.page.add_inner_button(__("New Connection"), () => oauth_plus.connect.open_new_connection());
	};
})();
