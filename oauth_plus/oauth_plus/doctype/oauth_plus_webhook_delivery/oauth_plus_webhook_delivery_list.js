const STATES = { Waiting: "orange", Delivered: "green", "Given Up": "red" };

const titles = {};

frappe.listview_settings["OAuth Plus Webhook Delivery"] = {
	hide_name_column: true,
	add_fields: ["state"],
	onload: read_titles,
	formatters: { event: (value) => titles[value] || value },
	get_indicator: (doc) => [__(doc.state), STATES[doc.state], `state,=,${doc.state}`],
};

function read_titles(list) {
	frappe.call("oauth_plus.api.webhooks.event_titles").then(({ message }) => {
		Object.assign(titles, message);
		list.refresh();
	});
}
