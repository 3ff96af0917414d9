// Events of a client or a user on its form: newest first, a page at a time.

frappe.provide("oauth_plus.events");

(() => {
	const events = oauth_plus.events;

	events.COLOURS = { Allowed: "green", Refused: "red", "Would Refuse": "orange" };

	const STYLE = `
		.oauth-plus-event { display: flex; gap: 10px; padding: 8px 0; border-top: 1px solid var(--border-color) }
		.oauth-plus-event:first-child { border-top: 0 }
		.oauth-plus-event .indicator { flex: none; padding-top: 2px }
		.oauth-plus-event .oauth-plus-words { flex: 1; min-width: 0; overflow-wrap: anywhere }
		.oauth-plus-event .oauth-plus-fix, .oauth-plus-event .oauth-plus-when { color: var(--text-muted); font-size: var(--text-sm) }
		.oauth-plus-event a { color: inherit }`;

	// Shows them in `place`; in a section of the dashboard where none is given.
	events.show_on = (frm, whose, place) => {
		if (frm.is_new() || !frappe.model.can_read("OAuth Plus Event")) return;
		frappe.dom.set_style(STYLE, "oauth-plus-events");
		const turn = (frm.oauth_plus_timeline = {}); // a form may be drawn again before the answer comes
		page_of(whose, 0).then((page) => {
			if (frm.oauth_plus_timeline !== turn) return;
			if (!page.events.length) return place?.html(`<p class="text-muted">${__("None.")}</p>`);
			const section = place ? place.empty() : frm.dashboard.add_section("", __("OAuth Events"));
			section.addClass("oauth-plus-timeline");
			append(section, whose, page, 0);
			if (!place) frm.dashboard.show();
		});
	};

	function append(section, whose, page, start) {
		section.append(page.events.map(described));
		if (!page.has_more) return;
		const next = start + page.events.length;
		$(`<button class="btn btn-xs btn-default">${__("Older Events")}</button>`)
			.appendTo(section)
			.on("click", (event) => {
				$(event.currentTarget).remove();
				page_of(whose, next).then((more) => append(section, whose, more, next));
			});
	}

	function described(event) {
		const escape = frappe.utils.escape_html;
		const link = `/app/oauth-plus-event/${encodeURIComponent(event.name)}`;
		const fix = event.fix ? `<div class="oauth-plus-fix">${__("Fix: {0}", [escape(event.fix)])}</div>` : "";
		return $(`<div class="oauth-plus-event">
			<span class="indicator ${events.COLOURS[event.outcome] || "gray"}"></span>
			<div class="oauth-plus-words"><a href="${link}">${escape(event.sentence)}</a>${fix}
				<div class="oauth-plus-when">${escape(when(event))}</div></div></div>`);
	}

	function when(event) {
		const last = events.moment(event.last);
		if (event.times < 2) return last;
		return __("{0} times, from {1} to {2}", [event.times, events.moment(event.first), last]);
	}

	events.moment = (value) => (value ? frappe.datetime.str_to_user(value.slice(0, 19)) : "");

	function page_of(whose, start) {
		return frappe.xcall("oauth_plus.api.events.timeline", { ...whose, start });
	}
})();
