// One event as a sentence, with its fix.

frappe.ui.form.on("OAuth Plus Event", {
	refresh(frm) {
		const { kind, sentence, fix } = frm.doc.__onload?.said || {};
		if (!sentence) return;
		const escape = frappe.utils.escape_html;
		const how = fix ? `<p>${__("Fix: {0}", [escape(fix)])}</p>` : "";
		frm.get_field("said").$wrapper.html(
			`<div class="oauth-plus-said" style="overflow-wrap: anywhere"><p class="bold">${escape(sentence)}</p>${how}</div>`
		);
		frappe._messages[frm.doc.event] = kind; // the title and the field show the kind in words
		frm.refresh_field("event");
		frm.toolbar.set_title();
	},
});
