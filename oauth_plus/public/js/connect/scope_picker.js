// Check boxes for what an app may do: scopes that are ready, and DocTypes with their actions.

frappe.provide("oauth_plus.connect");

(() => {
	const connect = oauth_plus.connect;

	const MOST = 40; // DocTypes shown at once

	const EVERYTHING = "all";

	connect.pick_scopes = (wizard, place) => {
		wizard.scopes = wizard.scopes || new Set(wizard.way.scopes.filter((word) => wizard.offer.scopes.some(({ name }) => name === word)));
		place.html(`<label class="control-label">${__("What May It Do?")}</label>
			<p class="text-muted">${__("Tick only what the app needs. It can do nothing else, and never more than its users may.")}</p>
			<div class="oauth-plus-ready"></div><div class="oauth-plus-more"></div>
			<label class="control-label" style="margin-top: 12px">${__("Documents")}</label>
			<input type="search" class="form-control oauth-plus-search" style="margin-bottom: 8px"
				placeholder="${__("Search for a DocType, such as Customer")}" aria-label="${__("Search for a DocType")}">
			<div class="oauth-plus-doctypes"></div>`);
		show_ready(wizard, place);
		show_doctypes(wizard, place);
		place.find(".oauth-plus-search").on("input", () => show_doctypes(wizard, place));
		place.on("change", "input[type=checkbox]", (event) => follow(wizard, place, event.currentTarget));
	};

	function show_ready({ offer, kind, way, scopes }, place) {
		const first = new Set([...kind.ready_scopes, ...way.scopes]);
		const ready = [...first].map((word) => offer.scopes.find(({ name }) => name === word)).filter(Boolean);
		place.find(".oauth-plus-ready").html(ready.map((scope) => scope_box(scope, scopes)).join(""));
		const others = offer.scopes.filter(({ name }) => !first.has(name)).map((scope) => scope_box(scope, scopes));
		if (others.length) place.find(".oauth-plus-more").html(`<details><summary>${__("More scopes")}</summary>${others.join("")}</details>`);
	}

	function scope_box({ name, title, sentence, is_sensitive }, scopes) {
		const warned = name === EVERYTHING ? __("Only for an app that you trust as much as the user.") : is_sensitive ? __("Sensitive") : "";
		return `<label class="oauth-plus-scope"><input type="checkbox" data-word="${connect.escape(name)}" ${scopes.has(name) ? "checked" : ""}>
			<span><b>${connect.escape(title)}</b> <span class="text-muted">${connect.escape(sentence)} ${warned ? `<b>${warned}</b>` : ""}</span></span></label>`;
	}

	function show_doctypes(wizard, place) {
		const sought = (place.find(".oauth-plus-search").val() || "").trim().toLowerCase();
		const matches = ({ name, label }) => `${name} ${label}`.toLowerCase().includes(sought);
		const is_chosen = ({ word }) => [...wizard.scopes].some((each) => each.startsWith(`${word}:`));
		const rank = (each) => (is_chosen(each) ? 0 : each.is_sensitive ? 2 : 1);
		const found = wizard.offer.doctypes.filter((each) => is_chosen(each) || matches(each)).sort((one, other) => rank(one) - rank(other));
		const rows = found.slice(0, MOST).map((each) => doctype_row(wizard, each));
		const rest = found.length > MOST ? `<p class="text-muted" style="padding: 6px 12px; margin: 0">${__("{0} more: search for them.", [found.length - MOST])}</p>` : "";
		const none = found.length ? "" : `<p class="text-muted" style="padding: 6px 12px; margin: 0">${__("No DocType of this name that you may open.")}</p>`;
		place.find(".oauth-plus-doctypes").html(rows.join("") + rest + none);
	}

	function doctype_row({ offer, way, scopes }, { name, label, word, accesses, is_sensitive }) {
		const offered = accesses.filter((access) => way.reading !== "read" || access === "read");
		const boxes = offered.map((access) => access_box(offer, scopes, word, access)).join("");
		const warned = is_sensitive ? ` <span class="text-muted">(${__("Sensitive")})</span>` : "";
		return `<div class="oauth-plus-doctype" data-doctype="${connect.escape(name)}"><b>${connect.escape(label)}${warned}</b>${boxes}</div>`;
	}

	function access_box(offer, scopes, word, access) {
		const whole = `${word}:${access}`;
		const is_covered = access === "read" && scopes.has(`${word}:write`); // to change is to read as well
		const state = `${is_covered || scopes.has(whole) ? "checked" : ""} ${is_covered ? "disabled" : ""}`;
		return `<label><input type="checkbox" data-word="${connect.escape(whole)}" ${state}>${connect.escape(offer.accesses[access])}</label>`;
	}

	function follow(wizard, place, box) {
		const word = box.dataset.word;
		if (box.checked) wizard.scopes.add(word);
		else wizard.scopes.delete(word);
		if (!word.endsWith(":write")) return;
		const reading = word.replace(/:write$/, ":read");
		wizard.scopes.delete(reading);
		place.find(`[data-word="${CSS.escape(reading)}"]`).prop({ checked: box.checked, disabled: box.checked });
	}
})();
