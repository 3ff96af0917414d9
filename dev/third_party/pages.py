"""The app's only page. Every value is escaped; nothing is fetched from elsewhere."""

import json
from html import escape

from dev.third_party.visits import Visit

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --main: #2563eb }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.05rem; margin-top: 2rem }
section, .note { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem 1rem 1rem; margin: 1rem 0 }
.note { padding: .6rem 1rem; background: var(--soft) }
a.button, button { background: var(--main); color: #fff; border: 0; border-radius: .4rem; padding: .5rem .9rem;
 font: inherit; text-decoration: none; cursor: pointer }
button.plain { background: var(--soft); color: inherit }
form { display: inline-block; margin: .2rem .3rem .2rem 0 }
dt { font-weight: 600 } dd { margin: 0 0 .4rem } pre { overflow-x: auto; background: var(--soft); padding: .6rem }
"""
ACTIONS = (
	("todos", "Load my to-dos", ""),
	("refresh", "Refresh the tokens", ""),
	("introspect", "Ask about the token", ""),
	("revoke", "Revoke the token", ""),
	("sign-out", "Forget me", "plain"),
)


def home(visit: Visit, site: str) -> str:
	"""What the browser sees: the way in, or what the app may know."""
	inside = _signed_in(visit) if visit.token else _way_in(site)
	note = f'<p class="note">{escape(visit.note)}</p>' if visit.note else ""
	return (
		'<!doctype html><html lang="en"><meta charset="utf-8"><title>Third-party app</title>'
		'<meta name="viewport" content="width=device-width, initial-scale=1">'
		f"<style>{STYLE}</style><h1>A third-party app</h1>{note}{inside}{_history(visit)}</html>"
	)


def _way_in(site: str) -> str:
	return (
		f"<p>This app belongs to somebody else. It would like to see your to-dos on {escape(site)}.</p>"
		'<p><a class="button" href="/sign-in">Sign in with Frappe</a></p>'
	)


def _signed_in(visit: Visit) -> str:
	return (
		f"<section><h2>You</h2>{_facts(visit.profile)}</section>"
		f"<section><h2>Your to-dos</h2>{_todos(visit.todos)}</section>"
		f"<p>{''.join(_button(visit, *action) for action in ACTIONS)}</p>"
		+ (
			f"<section><h2>The token</h2>{_facts(visit.introspection)}</section>"
			if visit.introspection
			else ""
		)
	)


def _facts(facts: dict) -> str:
	rows = (f"<dt>{escape(str(key))}</dt><dd>{escape(_plain(value))}</dd>" for key, value in facts.items())
	return f"<dl>{''.join(rows)}</dl>" if facts else "<p>Nothing yet.</p>"


def _todos(todos: list[dict]) -> str:
	rows = (
		f"<li>{escape(str(todo.get('description')))} ({escape(str(todo.get('status')))})</li>"
		for todo in todos
	)
	return f"<ul>{''.join(rows)}</ul>" if todos else "<p>None.</p>"


def _button(visit: Visit, action: str, label: str, kind: str) -> str:
	return (
		f'<form method="post" action="/{action}"><input type="hidden" name="form_key" value="{visit.form_key}">'
		f'<button class="{kind}">{escape(label)}</button></form>'
	)


def _history(visit: Visit) -> str:
	if not visit.history:
		return ""
	entries = (f"<pre>{escape(_plain(exchange.as_dict()))}</pre>" for exchange in reversed(visit.history))
	return f"<details><summary>What went over the wire</summary>{''.join(entries)}</details>"


def _plain(value: object) -> str:
	return value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
