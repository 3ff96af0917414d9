const STATES = { Waiting: "orange", Delivered: "green", "Given Up": "red" };

frappe.listview_settings["OAuth Plus Webhook Delivery"] = {
	hide_name_column: true,
	add_fields: ["state"],
	get_indicator: (doc) => [__(doc.state), STATES[doc.state], `state,=,${doc.state}`],
};
