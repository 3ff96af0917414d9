// Calls of the dialog, and small pieces of its pages.

frappe.provide("oauth_plus.connect");

(() => {
	const connect = oauth_plus.connect;

	connect.call = (method, args = {}) =>
		frappe.call({ method: `oauth_plus.api.connections.${method}`, args, freeze: true }).then(({ message }) => message);

	connect.escape = (text) => frappe.utils.escape_html(String(text));

	connect.download = (name, text) => {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
		link.download = name;
		link.click();
		URL.revokeObjectURL(link.href);
	};

	connect.copy_button = (text) =>
		$(`<button type="button" class="btn btn-xs btn-default oauth-plus-copy">${__("Copy")}</button>`).on("click", () =>
			frappe.utils.copy_to_clipboard(text)
		);

	connect.download_button = (name, text) =>
		$(`<button type="button" class="btn btn-xs btn-default oauth-plus-download">${__("Download")}</button>`).on("click", () =>
			connect.download(name, text)
		);

	connect.set_style = () =>
		frappe.dom.set_style(
			`.oauth-plus-kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px }
			.oauth-plus-choice { display: flex; flex-direction: column; justify-content: flex-start; text-align: start; white-space: normal; height: auto; padding: 12px; border-radius: 8px; width: 100%;
				border: 1px solid var(--border-color); background: var(--control-bg); color: var(--text-color) }
			.oauth-plus-choice:hover:not(:disabled), .oauth-plus-choice:focus, .oauth-plus-choice.active {
				border-color: var(--primary); outline: none }
			.oauth-plus-choice:disabled { opacity: 0.6 }
			.oauth-plus-connection b { font-weight: 500 }
			.oauth-plus-ways { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px; margin-bottom: 16px }
			.oauth-plus-fault { color: var(--red-500, #d13b3b); margin: 4px 0 8px }
			.oauth-plus-doctypes { max-height: 260px; overflow-y: auto; border: 1px solid var(--border-color); border-radius: 8px }
			.oauth-plus-doctype { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 6px 12px;
				border-bottom: 1px solid var(--border-color) }
			.oauth-plus-doctype > b { flex: 1 1 200px; font-weight: 500 }
			.oauth-plus-doctype label, .oauth-plus-scope { margin: 0; font-weight: normal; cursor: pointer }
			.oauth-plus-scope { display: flex; gap: 8px; padding: 3px 0 }
			.oauth-plus-scope input, .oauth-plus-doctype input { margin: 3px 4px 0 0; flex: none }
			.oauth-plus-rows > div { display: grid; grid-template-columns: minmax(110px, 1fr) 3fr; gap: 4px 16px; padding: 8px 0;
				border-bottom: 1px solid var(--border-color) }
			.oauth-plus-rows .text-muted { overflow-wrap: anywhere }
			.oauth-plus-value { overflow-wrap: anywhere }
			.oauth-plus-programs { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 }
			.oauth-plus-text { white-space: pre; text-align: start; overflow: auto; max-height: 340px; margin: 0 0 16px; padding: 12px; border-radius: 8px;
				font-size: 12px; color: var(--text-color); background: var(--control-bg); border: 1px solid var(--border-color) }
			.oauth-plus-bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 8px 0 }
			.oauth-plus-bar > span { flex: 1 1 200px }
			.oauth-plus-values .oauth-plus-bar { flex-wrap: nowrap }
			.oauth-plus-values .oauth-plus-bar > span { flex: 1; min-width: 0 }
			.oauth-plus-once.oauth-plus-note { border-color: var(--orange-500, #e79913) }
			.oauth-plus-once { padding: 12px; border-radius: 8px; border: 1px solid var(--border-color); margin-bottom: 16px }`,
			"oauth-plus-connect"
		);
})();
