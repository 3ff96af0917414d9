frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["OAuth Users by Client"] = {
	method: "oauth_plus.api.workspace.users_by_client",
	filters: [],
};
