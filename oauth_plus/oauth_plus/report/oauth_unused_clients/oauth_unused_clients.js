frappe.query_reports["OAuth Unused Clients"] = {
	filters: [
		{ fieldname: "days", label: __("Unused for (Days)"), fieldtype: "Int", default: 90, reqd: 1 },
		{ fieldname: "most", label: __("Most Rows"), fieldtype: "Int", default: 1000 },
	],
};
