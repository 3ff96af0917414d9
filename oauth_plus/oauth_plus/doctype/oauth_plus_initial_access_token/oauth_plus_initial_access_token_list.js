frappe.listview_settings["OAuth Plus Initial Access Token"] = {
	hide_name_column: true,
	onload: (list) => list.page.add_inner_button(__("New Initial Access Token"), () => ask(list)),
};

function ask(list) {
	const fields = [
		{ fieldname: "label", fieldtype: "Data", label: __("Label"), reqd: 1, description: __("For whom it is.") },
		{ fieldname: "uses", fieldtype: "Int", label: __("Uses Allowed"), reqd: 1, default: 1 },
		{ fieldname: "days", fieldtype: "Int", label: __("Expires After (Days)"), reqd: 1, default: 7 },
	];
	frappe.prompt(fields, (values) => create(list, values), __("New Initial Access Token"), __("Create"));
}

function create(list, values) {
	frappe
		.call("oauth_plus.api.initial_access_tokens.new_initial_access_token", values)
		.then(({ message }) => {
			show(message.token);
			list.refresh();
		});
}

function show(token) {
	frappe.msgprint({
		title: __("Copy it now"),
		message: `<p>${__("The app sends it as a bearer token when it registers. It is not shown again.")}</p>
			<p><code dir="ltr">${frappe.utils.escape_html(token)}</code></p>`,
	});
}
