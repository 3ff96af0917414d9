// Faults of the client at their fields, while a person types. The server names them, and nothing is written.

frappe.provide("oauth_plus.client");

(() => {
	const client = oauth_plus.client;

	const PAUSE = 400; // milliseconds after the last change

	frappe.ui.form.on("OAuth Client", {
		setup(frm) {
			frm.oauth_plus_check = frappe.utils.debounce(() => check(frm), PAUSE);
			frappe.model.on("OAuth Client", "*", (fieldname, _value, doc) => doc.name === frm.doc?.name && follow(frm, fieldname));
		},
		refresh(frm) {
			if (frm.oauth_plus_checked !== frm.doc.name) frm.oauth_plus_touched = new Set();
			frm.oauth_plus_checked = frm.doc.name;
			show(frm, []);
			if (client.may_write(frm)) check(frm);
		},
	});

	function follow(frm, fieldname) {
		(frm.oauth_plus_touched = frm.oauth_plus_touched || new Set()).add(fieldname);
		if (frm.perm[0]?.write) frm.oauth_plus_check();
	}

	function check(frm) {
		const asked = (frm.oauth_plus_asked = (frm.oauth_plus_asked || 0) + 1);
		const { name } = frm.doc;
		frappe
			.call({ method: "oauth_plus.api.client_form.faults", args: { values: values_of(frm), client: frm.is_new() ? "" : name } })
			.then(({ message }) => asked === frm.oauth_plus_asked && name === frm.doc.name && show(frm, message));
	}

	function values_of(frm) {
		const plain = Object.entries(frm.doc).filter(([name, value]) => !name.startsWith("_") && !Array.isArray(value));
		return JSON.stringify(Object.fromEntries(plain.filter(([name]) => name !== "client_secret")));
	}

	function show(frm, faults) {
		frm.$wrapper.find(".oauth-plus-fault-at").remove();
		const told = faults.filter((fault) => concerns(frm, fault));
		const [at_fields, elsewhere] = [told.filter((fault) => is_shown(frm, fault)), told.filter((fault) => !is_shown(frm, fault))];
		for (const fault of at_fields) show_at_field(frm, fault);
		if (elsewhere.length) frm.layout.message.after(elsewhere.map((fault) => fault_html(fault).css("margin", "0 15px 8px")));
	}

	// On a new form, an empty field is no fault before somebody was there.
	function concerns(frm, { field }) {
		return !frm.is_new() || frm.doc[field] || frm.oauth_plus_touched.has(field);
	}

	function is_shown(frm, { field }) {
		const control = frm.get_field(field);
		return control && !control.df.hidden && !control.df.hidden_due_to_dependency && !control.section?.df.hidden_due_to_dependency;
	}

	function show_at_field(frm, fault) {
		const control = frm.get_field(fault.field);
		const place = control.$wrapper.find(".form-group").first();
		(place.length ? place : control.$wrapper).append(fault_html(fault));
		if (fault.level === "refused" && control.section?.is_collapsed()) control.section.collapse(false);
	}

	function fault_html({ field, level, sentence }) {
		const [color, before] = level === "refused" ? ["red", ""] : ["orange", level === "warned" ? `${__("Enforce would refuse:")} ` : ""];
		return $(`<div class="oauth-plus-fault-at small" role="status" data-field="${client.escape(field)}" data-level="${level}"
			style="color: var(--text-on-${color}); background: var(--bg-${color}); padding: 4px 8px; border-radius: 6px; margin-top: 4px;
			overflow-wrap: anywhere"></div>`).html(before + sentence); // escaped by the server
	}
})();
