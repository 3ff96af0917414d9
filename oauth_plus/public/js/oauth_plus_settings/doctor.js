// Button Check This Site: the findings of the doctor, each with its evidence and fix.

frappe.provide("oauth_plus.doctor");

frappe.ui.form.on("OAuth Plus Settings", {
	refresh(frm) {
		frm.add_custom_button(__("Check This Site"), oauth_plus.doctor.open);
		if (!frappe.route_options?.check_this_site) return;
		frappe.route_options = null;
		oauth_plus.doctor.open();
	},
});

(() => {
	const doctor = oauth_plus.doctor;

	const SEVERITIES = {
		error: { colour: "red", label: () => __("Error") },
		warning: { colour: "orange", label: () => __("Warning") },
		note: { colour: "blue", label: () => __("Note") },
	};

	const STYLE = `
		.oauth-plus-finding { border-top: 1px solid var(--border-color); padding: 12px 0; overflow-wrap: anywhere }
		.oauth-plus-finding:first-child { border-top: 0; padding-top: 0 }
		.oauth-plus-finding .oauth-plus-head { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 6px }
		.oauth-plus-finding .oauth-plus-head b { flex: 1 }
		.oauth-plus-finding p { margin: 0 0 4px }
		.oauth-plus-finding a { text-decoration: underline }
		.oauth-plus-passed { border-top: 1px solid var(--border-color); padding-top: 12px; color: var(--text-muted) }
		.oauth-plus-passed summary { cursor: pointer }`;

	doctor.open = () => {
		frappe.dom.set_style(STYLE, "oauth-plus-doctor");
		const dialog = new frappe.ui.Dialog({
			title: __("Check This Site"),
			size: "large",
			fields: [{ fieldname: "findings", fieldtype: "HTML" }],
			primary_action_label: __("Check Again"),
			primary_action: () => examine(dialog),
		});
		dialog.show();
		examine(dialog);
	};

	function examine(dialog) {
		const place = dialog.fields_dict.findings.$wrapper;
		place.html(`<p class="text-muted">${__("Checking …")}</p>`);
		dialog.disable_primary_action();
		return call("examine")
			.then((found) => show(dialog, place, found))
			.catch(() => place.html(`<p>${__("The check did not come to an end. Try again.")}</p>`))
			.then(() => dialog.enable_primary_action());
	}

	function show(dialog, place, { findings, passed }) {
		const all = findings.map((finding) => described(dialog, finding));
		const nothing = $(`<p>${__("Nothing was found: the site is as it should be.")}</p>`);
		place.empty().append(all.length ? all : nothing, passed_checks(passed));
	}

	function described(dialog, finding) {
		const { colour, label } = SEVERITIES[finding.severity];
		const pill = `<span class="indicator-pill ${colour}"><span>${label()}</span></span>`;
		const entry = $(`<div class="oauth-plus-finding" data-check="${escape(finding.check)}">
			<div class="oauth-plus-head">${pill}<b>${escape(finding.title)}</b></div>
			<p>${escape(finding.evidence)}</p>
			<p><b>${__("Fix:")}</b> ${escape(finding.fix)}</p>
		</div>`);
		if (finding.can_fix) entry.find(".oauth-plus-head").append(fix_button(dialog, finding));
		if (finding.clients.length) entry.append(link_to_clients(dialog, finding));
		return entry;
	}

	function fix_button(dialog, finding) {
		return $(`<button type="button" class="btn btn-xs btn-default">${__("Fix")}</button>`).on("click", (event) => {
			event.currentTarget.disabled = true;
			call("fix", { check: finding.check }).then((changed) => {
				frappe.show_alert({ message: escape(changed), indicator: "green" }, 10);
				return examine(dialog);
			});
		});
	}

	function link_to_clients(dialog, finding) {
		return $(`<a href="#">${__("Show These Clients")}</a>`).on("click", (event) => {
			event.preventDefault();
			dialog.hide();
			frappe.set_route("List", "OAuth Client", { name: ["in", finding.clients] });
		});
	}

	function passed_checks(passed) {
		const listed = passed.map(escape).join(", ");
		return $(`<details class="oauth-plus-passed">
			<summary>${__("{0} checks found nothing", [passed.length])}</summary><p>${listed}</p>
		</details>`);
	}

	const call = (method, args = {}) =>
		frappe.call({ method: `oauth_plus.api.doctor.${method}`, args }).then(({ message }) => message);

	const escape = (text) => frappe.utils.escape_html(String(text));
})();
