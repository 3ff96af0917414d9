// Durations in words, and from what a person types.

frappe.provide("oauth_plus.duration");

(() => {
	const duration = oauth_plus.duration;

	const UNITS = [
		[86400, (count) => (count === 1 ? __("1 day") : __("{0} days", [count]))],
		[3600, (count) => (count === 1 ? __("1 hour") : __("{0} hours", [count]))],
		[60, (count) => (count === 1 ? __("1 minute") : __("{0} minutes", [count]))],
		[1, (count) => (count === 1 ? __("1 second") : __("{0} seconds", [count]))],
	];

	duration.spoken = (seconds) => {
		const words = [];
		let rest = seconds;
		for (const [length, word] of UNITS) {
			const count = Math.floor(rest / length);
			if (count) words.push(word(count));
			rest -= count * length;
		}
		return words.join(" ");
	};

	// Takes seconds ("90") or parts ("1d 2h 3m 4s"). Anything else is returned as it is, and the server refuses it.
	duration.parse = (text) => {
		const typed = String(text ?? "").trim();
		if (!typed) return 0;
		if (/^\d+$/.test(typed)) return parseInt(typed);
		const letters = [
			__("d", null, "Days (Field: Duration)"),
			__("h", null, "Hours (Field: Duration)"),
			__("m", null, "Minutes (Field: Duration)"),
			__("s", null, "Seconds (Field: Duration)"),
		].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
		const parts = letters.map((letter) => `(?:(\\d+)\\s*${letter}\\s*)?`).join("");
		const found = typed.match(new RegExp(`^${parts}$`, "i"));
		if (!found) return typed;
		return UNITS.reduce((sum, [length], index) => sum + length * parseInt(found[index + 1] || 0), 0);
	};
})();
