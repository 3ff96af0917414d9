"""Export of clients and scopes as one JSON object: its form, and the order in which scopes can be created."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

FORMAT, VERSION = "oauth_plus", 1


class UnreadableExport(ValueError):
	"""Text that is no export; the message says why, as a sentence."""


@dataclass(frozen=True)
class Export:
	"""Scopes, each after those that it contains, and clients."""

	scopes: tuple[Mapping[str, Any], ...]
	clients: tuple[Mapping[str, Any], ...]


def written(export: Export) -> dict[str, Any]:
	"""Return an export as an object of JSON."""
	return {
		"format": FORMAT,
		"version": VERSION,
		"scopes": list(export.scopes),
		"clients": list(export.clients),
	}


def read(text: str) -> Export:
	"""Return the export that a text holds. Raises UnreadableExport."""
	try:
		said = json.loads(text)
	except (ValueError, RecursionError) as error:
		raise UnreadableExport(f"The file is no JSON: {str(error)[:100]}") from error
	if not isinstance(said, dict) or said.get("format") != FORMAT:
		raise UnreadableExport("The file is no export of oauth_plus")
	if said.get("version") != VERSION:
		raise UnreadableExport(
			f"The file has the version {str(said.get('version'))[:20]}; this app reads {VERSION}"
		)
	scopes, clients = _objects(said, "scopes", "scope"), _objects(said, "clients", "client_id")
	return Export(_in_order(scopes), clients)


def _objects(said: Mapping[str, Any], member: str, key: str) -> tuple[Mapping[str, Any], ...]:
	"""Return a list of objects, each with its name and no name twice."""
	found = said.get(member, [])
	if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
		raise UnreadableExport(f"{member} is no list of objects")
	names = [each.get(key) for each in found]
	if not all(isinstance(name, str) and name for name in names):
		raise UnreadableExport(f"One of the {member} has no {key}")
	if len(set(names)) < len(names):
		raise UnreadableExport(f"{member} has the same {key} twice")
	return tuple(found)


def _in_order(scopes: tuple[Mapping[str, Any], ...]) -> tuple[Mapping[str, Any], ...]:
	"""Return the scopes, each after those that it contains, because a scope contains existing ones only."""
	by_name = {each["scope"]: each for each in scopes}
	inside = {
		name: [word for word in each.get("contains", ()) if word in by_name] for name, each in by_name.items()
	}
	try:
		return tuple(by_name[name] for name in TopologicalSorter(inside).static_order())
	except CycleError as error:
		raise UnreadableExport(f"These scopes contain each other: {', '.join(error.args[1])}") from error
