frappe.query_reports["OAuth Use by Client and User"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -30),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "client", label: __("Client"), fieldtype: "Link", options: "OAuth Client" },
		{ fieldname: "user", label: __("User"), fieldtype: "Data" },
		{ fieldname: "most", label: __("Most Rows"), fieldtype: "Int", default: 1000 },
	],
};
