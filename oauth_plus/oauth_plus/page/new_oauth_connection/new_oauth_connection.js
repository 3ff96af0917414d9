// Address of the dialog New Connection, for shortcuts: /app/new-oauth-connection

frappe.pages["new-oauth-connection"].on_page_show = () => {
	frappe.set_route("List", "OAuth Client").then(() => oauth_plus.connect.new_connection());
};
