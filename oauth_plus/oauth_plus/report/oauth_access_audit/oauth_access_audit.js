frappe.query_reports["OAuth Access Audit"] = {
	filters: [
		{ fieldname: "user", label: __("User"), fieldtype: "Data" },
		{ fieldname: "client", label: __("Client"), fieldtype: "Link", options: "OAuth Client" },
		{ fieldname: "scope", label: __("Scope"), fieldtype: "Data" },
		{ fieldname: "most", label: __("Most Rows"), fieldtype: "Int", default: 1000 },
	],
};
