"""The rules of a scope that opens what a client did, and nothing beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from oauth_plus.rules import sensitive
from oauth_plus.rules.access import READ, Kind, LinksOf, Rule, Touch

NAMED_WHOLE = (Kind.METHOD, Kind.REPORT, Kind.PAGE)


@dataclass(frozen=True)
class Drawn:
	"""The rules, and what no rule can name."""

	rules: tuple[Rule, ...]
	unnamed: tuple[Touch, ...]


def draw(asked: Iterable[Touch], inner: Iterable[Touch], links_of: LinksOf) -> Drawn:
	"""`asked` is what the client touched, `inner` what the site's code touched for it: where documents of the client's
	link to that, it is read by following them."""
	touches, on_the_way = tuple(asked), tuple(inner)
	unnamed = tuple(touch for touch in (*touches, *on_the_way) if not _can_be_named(touch))
	rules = _of_doctypes(_documents(touches))
	waiting = [
		touch for touch in _documents(on_the_way) if touch.action not in _actions(rules.get(touch.target))
	]
	followed = _follow(rules, {touch.target for touch in waiting if _may_be_followed(touch)}, links_of)
	left = [touch for touch in waiting if not (_may_be_followed(touch) and touch.target in followed)]
	for name, rule in _of_doctypes(left).items():
		here = rules.get(name)
		rules[name] = replace(here, actions=here.actions | rule.actions) if here else rule
	rest = [touch for touch in (*touches, *on_the_way) if _can_be_named(touch)]
	return Drawn((*rules.values(), *_of_files(rest), *_of_names(rest)), unnamed)


def _can_be_named(touch: Touch) -> bool:
	return touch.kind is not Kind.PARAMETER and bool(touch.target) and "*" not in touch.target


def _documents(touches: Iterable[Touch]) -> list[Touch]:
	"""What is done to documents; to change a sensitive field takes the right to change the document."""
	named = [
		replace(touch, kind=Kind.DOCTYPE, target=sensitive.doctype_of(touch.target))
		if touch.kind is Kind.FIELD
		else touch
		for touch in touches
		if _can_be_named(touch)
	]
	return [touch for touch in named if touch.kind is Kind.DOCTYPE]


def _of_doctypes(touches: Iterable[Touch]) -> dict[str, Rule]:
	found: dict[str, Rule] = {}
	for touch in touches:
		before = found.get(touch.target)
		found[touch.target] = Rule(Kind.DOCTYPE, touch.target, _actions(before) | {touch.action})
	return found


def _actions(rule: Rule | None) -> frozenset[str]:
	return rule.actions if rule else frozenset()


def _may_be_followed(touch: Touch) -> bool:
	return touch.action == READ and not sensitive.reason_to_see(touch.target)


def _follow(rules: dict[str, Rule], wanted: set[str], links_of: LinksOf) -> set[str]:
	"""Let the fewest rules read what their documents link to; returns what is reached by that."""
	links = {name: wanted & set(links_of(name)) for name in rules}
	reached: set[str] = set()
	while True:
		best = max(links, key=lambda name: (len(links[name] - reached), name), default="")
		if not best or not links[best] - reached:
			return reached
		rules[best] = replace(rules[best], reads_links=True)
		reached |= links[best]


def _of_files(touches: Iterable[Touch]) -> list[Rule]:
	"""Files go by their folder: the next one has another name."""
	actions: dict[str, set[str]] = {}
	for touch in touches:
		if touch.kind is Kind.FILE:
			folder = "/private/files/*" if touch.target.startswith("/private/") else "/files/*"
			actions.setdefault(folder, set()).add(touch.action)
	return [Rule(Kind.FILE, folder, frozenset(found)) for folder, found in actions.items()]


def _of_names(touches: Iterable[Touch]) -> list[Rule]:
	found = (Rule(touch.kind, touch.target) for touch in touches if touch.kind in NAMED_WHOLE)
	return list(dict.fromkeys(found))
