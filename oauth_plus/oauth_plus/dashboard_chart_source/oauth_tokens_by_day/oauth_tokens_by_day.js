frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["OAuth Tokens by Day"] = {
	method: "oauth_plus.api.workspace.tokens",
	filters: [],
};
