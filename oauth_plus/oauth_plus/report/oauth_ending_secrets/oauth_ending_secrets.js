frappe.query_reports["OAuth Ending Secrets"] = {
	filters: [
		{ fieldname: "days", label: __("Ending within (Days)"), fieldtype: "Int", default: 30, reqd: 1 },
		{ fieldname: "client", label: __("Client"), fieldtype: "Link", options: "OAuth Client" },
		{ fieldname: "most", label: __("Most Rows"), fieldtype: "Int", default: 1000 },
	],
};
