// Events as sentences, with filters by kind, client, user and time.

const COLOURS = { Allowed: "green", Refused: "red", "Would Refuse": "orange" };

const STYLE = `
	.oauth-plus-event-list .list-subject { flex: 3 }
	.oauth-plus-event-list .list-row { height: auto; min-height: 40px }
	.oauth-plus-event-list .list-row .level-left { min-width: 0; height: auto }
	.oauth-plus-event-list .list-row .list-subject { padding-block: 6px; height: auto; min-width: 0 }
	.oauth-plus-event-list .list-row .list-subject > * { min-width: 0 }
	.oauth-plus-event-list .list-row .list-subject .ellipsis {
		display: inline; white-space: normal; overflow-wrap: anywhere; max-width: 100% }
	.oauth-plus-event-list .list-row .list-subject > .ellipsis { display: block; flex: 1 1 0 }`;

frappe.listview_settings["OAuth Plus Event"] = {
	add_fields: ["outcome", "reason", "client", "user", "cause", "fix", "told", "times", "last_time"],
	hide_name_column: true,
	hide_name_filter: true,
	onload: tell_in_sentences,
	formatters: {
		event: (_value, _df, doc) => doc.sentence || doc.event, // Frappe shows it as text
	},
	get_indicator: (doc) => [__(doc.outcome), COLOURS[doc.outcome], `outcome,=,${doc.outcome}`],
};

function tell_in_sentences(list) {
	frappe.dom.set_style(STYLE, "oauth-plus-event-list");
	list.$result.addClass("oauth-plus-event-list");
	list.method = "oauth_plus.api.events.listed";
	offer_time(list);
	frappe.xcall("oauth_plus.api.events.kinds").then((kinds) => offer_kinds(list, kinds));
}

function offer_kinds(list, kinds) {
	kinds.forEach(({ value, label }) => (frappe._messages[value] = label)); // as the choices are called in filters
	const field = list.page.fields_dict.event;
	if (!field) return;
	field.df.options = [{ value: "", label: "" }, ...kinds];
	field.refresh();
}

function offer_time(list) {
	const field = {
		fieldtype: "DateRange",
		fieldname: "last_time",
		label: __("Last Time"),
		condition: "Between",
		match_type: "Between", // what later versions of Frappe read
		is_filter: 1,
		onchange: () => list.filter_area.debounced_refresh_list_view(),
	};
	list.page.add_field(field, list.filter_area.standard_filters_wrapper);
}
