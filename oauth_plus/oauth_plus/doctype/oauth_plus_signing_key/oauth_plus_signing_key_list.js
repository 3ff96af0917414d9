const COLOURS = { Active: "green", Published: "blue", Retired: "gray" };

frappe.listview_settings["OAuth Plus Signing Key"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`],
};
