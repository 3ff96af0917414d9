// What Enforce would refuse this client: how long it is watched, what was seen, and the button that enforces.

frappe.ui.form.on("OAuth Client", {
	refresh: (frm) => oauth_plus.enforcement.show(frm),
});

(() => {
	const enforcement = oauth_plus.enforcement;
	const escape = frappe.utils.escape_html;

	const STANDINGS = {
		enforced: { colour: "green", words: () => __("Every rule is enforced, apart from the exceptions below.") },
		off: { colour: "orange", words: () => __("Nothing is recorded. Choose Warn under Enforcement to see what Enforce would refuse.") },
		young: { colour: "blue", words: ({ days }) => __("Enforce is offered after {0} days without a violation.", [days]) },
		breaks: { colour: "orange", words: ({ days }) => __("Enforce would have refused requests of the last {0} days.", [days]) },
		faulty: { colour: "orange", words: () => __("Nothing was refused, but the client cannot be saved at Enforce as it is.") },
		quiet: { colour: "gray", words: ({ days }) => __("Enforce would have refused nothing, but the app sent no request for {0} days.", [days]) },
		ready: { colour: "green", words: ({ days }) => __("Enforce would have refused nothing for {0} days.", [days]) },
	};

	enforcement.show = (frm) => {
		const field = frm.get_field("oauth_plus_foresight");
		if (!field || frm.is_new()) return;
		enforcement.prepare();
		const name = frm.doc.name;
		frappe.xcall("oauth_plus.api.enforcement.foresight_of", { client: name }).then((found) => {
			if (frm.doc.name !== name) return;
			const panel = $("<div class='oauth-plus-foresight'></div>").append(head(found), ...table(frm, found));
			field.$wrapper.empty().append(panel);
			if (found.is_offered && frm.perm[0].write) offer(frm, found);
		});
	};

	function head(found) {
		const { colour, words } = STANDINGS[found.standing];
		const lines = [`<p><span class="indicator ${colour} oauth-plus-standing">${escape(words(found))}</span></p>`];
		if (found.since) lines.push(`<p>${__("Watched since {0}.", [moment_of(found.since)])}</p>`);
		const seen = found.seen.map(seen_words);
		if (seen.length) lines.push(`<p>${__("Seen in the last {0} days:", [found.days])} ${seen.map(escape).join("; ")}.</p>`);
		if (found.faults.length) {
			const faults = found.faults.map((fault) => `<li>${fault}</li>`).join(""); // escaped by the server
			lines.push(`<p>${__("Change this first:")}</p><ul>${faults}</ul>`);
		}
		return lines.join("");
	}

	function seen_words({ text, times, users }) {
		return users ? __("{0}: {1} (users: {2})", [text, times, users]) : __("{0}: {1}", [text, times]);
	}

	function table(frm, found) {
		const is_told = (each) => each.times > 0 || each.own || each.site;
		const rows = (hardenings) =>
			enforcement.rows(frm, "oauth_plus_exceptions", hardenings, inherited(frm), (each) => violations(frm, found, each));
		const told = found.hardenings.filter(is_told);
		const others = found.hardenings.filter((each) => !is_told(each));
		const rest = $(`<details><summary class="text-muted">${__("All other rules")}</summary></details>`).append(rows(others));
		return [...rows(told), rest];
	}

	const inherited = (frm) => (each) =>
		each.site
			? __("As Settings say ({0})", [__(each.site)])
			: __("As Enforcement ({0})", [__(frm.doc.oauth_plus_enforcement)]);

	function violations(frm, found, each) {
		if (!each.times) return "";
		const counted = __("Would have been refused {0} times, from {1} to {2}.", [each.times, moment_of(each.first), moment_of(each.last)]);
		const causes = (found.latest[each.name] || []).map(({ cause, fix }) => {
			const how = fix ? ` ${__("Fix: {0}", [escape(fix)])}.` : "";
			return `<li>${escape(cause)}.${how}</li>`;
		});
		const link = `<a href="#" class="oauth-plus-events-of" data-reason="${each.name}">${__("Events")}</a>`;
		return `<p class="oauth-plus-violated">${escape(counted)} ${link}</p><ul class="small">${causes.join("")}</ul>`;
	}

	$(document).on("click", ".oauth-plus-events-of", (event) => {
		event.preventDefault();
		const filters = { client: cur_client(), outcome: "Would Refuse", reason: $(event.currentTarget).attr("data-reason") };
		frappe.set_route("List", "OAuth Plus Event", filters);
	});

	const cur_client = () => frappe.get_route()[2];

	function offer(frm, found) {
		frm.add_custom_button(__("Enforce"), () => confirm(frm, found)).addClass("btn-primary");
	}

	function confirm(frm, found) {
		const seen = found.seen.map((each) => `<li>${escape(seen_words(each))}</li>`).join("");
		const told = seen
			? `<p>${__("Seen in the last {0} days, and none of it would have been refused:", [found.days])}</p><ul>${seen}</ul>`
			: `<p>${__("The app sent no request in the last {0} days. What it does after that may be refused.", [found.days])}</p>`;
		const name = escape(frm.doc.app_name).bold();
		const since = found.since ? `<p>${__("It is watched since {0}.", [moment_of(found.since)])}</p>` : "";
		const asked = `<p>${__("Enforce every rule for {0}? Requests that break one are refused from then on. You can go back to Warn at any time.", [name])}</p>`;
		frappe.confirm(`${told}${since}${asked}`, () =>
			frappe.xcall("oauth_plus.api.enforcement.enforce", { client: frm.doc.name }).then(() => {
				frappe.show_alert({ message: __("{0} is at Enforce.", [name]), indicator: "green" });
				frm.reload_doc();
			})
		);
	}

	const moment_of = (value) => frappe.datetime.str_to_user(value.slice(0, 19));
})();
