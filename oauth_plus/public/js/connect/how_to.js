// How to Connect: ready requests for one client, by program.

frappe.provide("oauth_plus.connect");

(() => {
	const connect = oauth_plus.connect;

	connect.open_how_to = (client) =>
		connect.call("how_to_connect", { client }).then((how_to) => {
			connect.set_style();
			const dialog = new frappe.ui.Dialog({
				title: __("How to Connect {0}", [connect.escape(how_to.title)]),
				size: "large",
				fields: [{ fieldname: "shown", fieldtype: "HTML" }],
			});
			dialog.$wrapper.addClass("oauth-plus-connection");
			dialog.onhide = () => dialog.$wrapper.remove();
			connect.render_how_to(dialog.fields_dict.shown.$wrapper, how_to);
			dialog.show();
		});

	connect.render_how_to = (place, { values, programs }) => {
		place.html(`<div class="oauth-plus-rows oauth-plus-values"></div><div class="oauth-plus-programs" role="tablist"></div>
			<div class="oauth-plus-texts"></div>`);
		place.find(".oauth-plus-values").append(values.map(value_row));
		if (!programs.length) {
			const none = __("This client has no way to a token yet. Add a redirect URI, or choose a Service User.");
			return place.find(".oauth-plus-texts").html(`<p class="text-muted">${none}</p>`);
		}
		place.find(".oauth-plus-programs").append(programs.map((program) => program_button(place, program)));
		show_program(place, programs[0]);
	};

	function value_row({ label, value }) {
		const row = $(`<div><b>${connect.escape(label)}</b><div class="oauth-plus-bar" style="margin: 0">
			<span class="oauth-plus-value"></span></div></div>`);
		row.find("span").text(value);
		row.find(".oauth-plus-bar").append(connect.copy_button(value));
		return row;
	}

	function program_button(place, program) {
		return $(`<button type="button" role="tab" class="btn btn-sm btn-default" data-program="${program.name}"></button>`)
			.text(program.title)
			.on("click", () => show_program(place, program));
	}

	function show_program(place, { name, texts }) {
		place.find(".oauth-plus-programs button").each((_index, button) => {
			const is_shown = button.dataset.program === name;
			$(button).toggleClass("btn-primary", is_shown).toggleClass("btn-default", !is_shown).attr("aria-selected", is_shown);
		});
		place.find(".oauth-plus-texts").empty().append(texts.flatMap(text_parts));
	}

	function text_parts({ title, sentence, file, text }) {
		const bar = $(`<div class="oauth-plus-bar"><span><b>${connect.escape(title)}</b><br>
			<span class="text-muted">${connect.escape(sentence)}</span></span></div>`);
		bar.append(connect.copy_button(text), connect.download_button(file, text));
		return [bar, $('<pre class="oauth-plus-text" dir="ltr"></pre>').text(text)];
	}
})();
