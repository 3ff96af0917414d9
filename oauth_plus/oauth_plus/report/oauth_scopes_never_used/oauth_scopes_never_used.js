frappe.query_reports["OAuth Scopes Never Used"] = {
	filters: [
		{ fieldname: "client", label: __("Client"), fieldtype: "Link", options: "OAuth Client" },
		{ fieldname: "most", label: __("Most Rows"), fieldtype: "Int", default: 1000 },
	],
};
