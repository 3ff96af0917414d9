// Opens the dialog New Connection over the list of clients. The page leaves no entry in the browser's history.

frappe.pages["new-oauth-connection"].on_page_show = () => {
	frappe.route_flags.replace_route = true;
	frappe.set_route("List", "OAuth Client").then(() => oauth_plus.connect.new_connection());
};
