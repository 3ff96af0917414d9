// Table of hardenings with a level of their own: on the form of a client, and in Settings for all clients.

frappe.provide("oauth_plus.enforcement");

(() => {
	const enforcement = oauth_plus.enforcement;

	const LEVELS = ["", "Off", "Warn", "Enforce"];

	const STYLE = `
		.oauth-plus-hardening { display: flex; flex-wrap: wrap; gap: 6px 12px; padding: 10px 0; border-top: 1px solid var(--border-color) }
		.oauth-plus-hardening .oauth-plus-words { flex: 1 1 260px; min-width: 0; overflow-wrap: anywhere }
		.oauth-plus-hardening .oauth-plus-words p { margin: 2px 0 0 }
		.oauth-plus-hardening select { width: auto; max-width: 100%; flex: none; align-self: flex-start }
		.oauth-plus-violated { color: var(--text-color) }
		.oauth-plus-foresight a { text-decoration: underline }
		.oauth-plus-foresight p { margin-bottom: 8px }
		.oauth-plus-foresight details { margin-top: 12px }
		.oauth-plus-foresight summary { cursor: pointer; padding: 6px 0 }`;

	enforcement.prepare = () => frappe.dom.set_style(STYLE, "oauth-plus-enforcement");

	// `inherited` says what applies without an exception; `below` returns more about one hardening, as HTML.
	enforcement.rows = (frm, field, hardenings, inherited, below = () => "") => {
		const stored = exceptions_of(frm, field);
		return hardenings.map((hardening) => {
			const row = $(row_html(hardening, below(hardening)));
			const may_write = frm.perm[0].write && !frm.is_new();
			const select = $("<select class='form-control input-xs'></select>").prop("disabled", !may_write);
			select.attr("aria-label", __("Level of {0}", [hardening.title])).attr("data-hardening", hardening.name);
			LEVELS.forEach((level) => select.append($("<option>").val(level).text(level ? __(level) : inherited(hardening))));
			select.val(stored[hardening.name] || "").appendTo(row);
			select.on("change", () => set_exception(frm, field, hardening.name, select.val()));
			return row;
		});
	};

	function row_html(hardening, more) {
		const escape = frappe.utils.escape_html;
		return `<div class="oauth-plus-hardening"><div class="oauth-plus-words">
			<b>${escape(hardening.title)}</b>
			<p class="text-muted small">${__("Enforce refuses: {0}", [escape(hardening.refuses)])} ${escape(hardening.source)}</p>
			${more}</div></div>`;
	}

	function exceptions_of(frm, field) {
		try {
			return JSON.parse(frm.doc[field] || "{}") || {};
		} catch {
			return {};
		}
	}

	function set_exception(frm, field, name, level) {
		const told = exceptions_of(frm, field);
		delete told[name];
		if (level) told[name] = level;
		frm.set_value(field, Object.keys(told).length ? JSON.stringify(told) : "");
	}
})();
