const COLOURS = { Allowed: "green", Refused: "red", "Would Refuse": "orange" };

frappe.listview_settings["OAuth Plus Event"] = {
	add_fields: ["outcome"],
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.outcome), COLOURS[doc.outcome], `outcome,=,${doc.outcome}`],
};
