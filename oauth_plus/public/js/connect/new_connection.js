// The dialog New Connection: kind, questions, summary, and how to connect.

frappe.provide("oauth_plus.connect");

(() => {
	const connect = oauth_plus.connect;

	connect.open_new_connection = () =>
		connect.call("offered").then((offer) => {
			connect.set_style();
			const dialog = new frappe.ui.Dialog({
				title: __("New Connection"),
				size: "large",
				static: true, // a click outside must not lose the answers or the secret
				fields: [{ fieldname: "stage", fieldtype: "HTML" }],
			});
			dialog.$wrapper.addClass("oauth-plus-connection");
			dialog.onhide = () => dialog.$wrapper.remove();
			const wizard = { dialog, offer, stage: dialog.fields_dict.stage.$wrapper, answers: {}, scopes: null };
			dialog.show();
			show_kinds(wizard);
		});

	function show_kinds(wizard) {
		turn_to(wizard, __("New Connection"), `<p>${__("What do you connect?")}</p><div class="oauth-plus-kinds"></div>`);
		wizard.stage.find(".oauth-plus-kinds").append(wizard.offer.kinds.map((kind) => kind_button(wizard, kind)));
		set_secondary(wizard, __("Cancel"), () => wizard.dialog.hide());
	}

	function kind_button(wizard, kind) {
		const barred = kind.ways.every((way) => way.barred) && kind.ways[0].barred;
		return choice(kind, barred).on("click", () => {
			Object.assign(wizard, { kind, way: kind.ways.find((way) => !way.barred), scopes: null });
			show_questions(wizard);
		});
	}

	function choice({ name, title, sentence }, barred, is_active = false) {
		const [shown, told] = [connect.escape(title), connect.escape(barred || sentence)];
		return $(`<button type="button" class="oauth-plus-choice" data-name="${name}" ${barred ? "disabled" : ""}
			aria-pressed="${is_active}"><b>${shown}</b><span class="text-muted">${told}</span></button>`).toggleClass("active", is_active);
	}

	function show_questions(wizard) {
		turn_to(
			wizard,
			wizard.kind.title,
			`<div class="oauth-plus-ways"></div><div class="oauth-plus-faults"></div><div class="oauth-plus-questions"></div>
			<div class="oauth-plus-scopes"></div>`
		);
		if (wizard.kind.ways.length > 1) wizard.stage.find(".oauth-plus-ways").append(wizard.kind.ways.map((way) => way_button(wizard, way)));
		connect.ask(wizard);
		set_primary(wizard, __("Continue"), () => preview(wizard));
		set_secondary(wizard, __("Back"), () => {
			connect.keep_answers(wizard);
			show_kinds(wizard);
		});
	}

	function way_button(wizard, way) {
		return choice(way, way.barred, way === wizard.way).on("click", () => {
			connect.keep_answers(wizard);
			Object.assign(wizard, { way, scopes: null });
			show_questions(wizard);
		});
	}

	function preview(wizard) {
		connect.keep_answers(wizard);
		connect.show_faults(wizard, {});
		connect.call("preview", proposal(wizard)).then(({ faults, notes, summary }) => {
			connect.show_faults(wizard, faults);
			if (!Object.keys(faults).length) show_summary(wizard, summary, notes);
		});
	}

	function show_summary(wizard, summary, notes) {
		const rows = summary.map(({ label, lines, reason }) => {
			const values = lines.map((line) => `<div class="oauth-plus-value"><b>${connect.escape(line)}</b></div>`).join("");
			return `<div><b>${connect.escape(label)}</b><div>${values}<div class="text-muted">${connect.escape(reason)}</div></div></div>`;
		});
		const sentence = __("This client will be created. Everything can be changed later, on its form.");
		const noted = notes.map((note) => `<p class="oauth-plus-once oauth-plus-note">${note}</p>`).join(""); // escaped by the server
		turn_to(wizard, wizard.answers.name, `<p>${sentence}</p>${noted}<div class="oauth-plus-rows oauth-plus-summary">${rows.join("")}</div>`);
		set_primary(wizard, __("Create"), () => create(wizard));
		set_secondary(wizard, __("Back"), () => show_questions(wizard));
	}

	function create(wizard) {
		wizard.dialog.disable_primary_action();
		connect
			.call("create", proposal(wizard))
			.then((made) => (made.client ? show_done(wizard, made) : show_refused(wizard, made.faults)))
			.always(() => wizard.dialog.enable_primary_action());
	}

	function show_refused(wizard, faults) {
		show_questions(wizard);
		connect.show_faults(wizard, faults);
	}

	function show_done(wizard, made) {
		turn_to(wizard, __("How to Connect"), '<div class="oauth-plus-secret-place"></div><div class="oauth-plus-how-to"></div>');
		if (made.client_secret) wizard.stage.find(".oauth-plus-secret-place").append(secret_box(made));
		if (made.lacks_secret) wizard.stage.find(".oauth-plus-secret-place").append(`<p class="oauth-plus-once">${lacks_secret()}</p>`);
		connect.render_how_to(wizard.stage.find(".oauth-plus-how-to"), made.how_to);
		set_primary(wizard, __("Done"), () => {
			wizard.dialog.hide();
			frappe.set_route("Form", "OAuth Client", made.client);
		});
	}

	function lacks_secret() {
		return __("This client has no secret yet, because only System Managers see secrets. Ask one to press New Secret on its form, and to hand the secret to the app.");
	}

	function secret_box({ client_secret, how_to }) {
		const told = __("Client secret: copy it to the app now. It is shown only once. Nobody can look it up later.");
		const box = $(`<div class="oauth-plus-once"><div class="oauth-plus-bar"><span>${told}</span></div>
			<pre class="oauth-plus-text oauth-plus-secret" dir="ltr" style="white-space: pre-wrap; word-break: break-all; user-select: all; margin: 0"></pre></div>`);
		box.find("pre").text(client_secret);
		const name = `${how_to.client}.txt`;
		box.find(".oauth-plus-bar").append(connect.copy_button(client_secret), connect.download_button(name, client_secret));
		return box;
	}

	function proposal({ kind, way, answers }) {
		return { kind: kind.name, way: way.name, answers: JSON.stringify(answers) };
	}

	function turn_to(wizard, title, html) {
		wizard.dialog.set_title(connect.escape(title));
		wizard.stage.html(html);
		wizard.dialog.get_primary_btn().addClass("hide");
		wizard.dialog.get_secondary_btn().addClass("hide");
		wizard.dialog.$wrapper.scrollTop(0);
	}

	function set_primary(wizard, label, act) {
		wizard.dialog.set_primary_action(label, act);
	}

	function set_secondary(wizard, label, act) {
		wizard.dialog.set_secondary_action(act);
		wizard.dialog.set_secondary_action_label(label);
	}
})();
