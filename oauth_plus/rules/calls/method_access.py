"""Access of one method of Frappe: how its arguments are read, and which of them are understood."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from oauth_plus.rules.calls.argument_values import Arguments, text
from oauth_plus.rules.calls.parameters import FRAMEWORKS_OWN, NOT_SENT, ON_UNLESS_SENT, STRUCTURED
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import Kind, ResourceAccess

Reader = Callable[[Arguments, SiteSchema], Iterable[ResourceAccess]]
"""Maps the arguments of a method to its accesses. Raises Unreadable."""


def named_method(arguments: Arguments, named_by: str) -> ResourceAccess:
	"""Return the access to a method that another one runs, with arguments that are not read here. Raises
	Unreadable."""
	return ResourceAccess(Kind.METHOD, text(arguments, named_by))


def nothing(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield no access: the method reaches no data, or its arguments are read elsewhere."""
	yield from ()


@dataclass(frozen=True)
class MethodAccess:
	"""Method with the reader of its arguments (`reads`) and the parameters that are understood (`takes`).

	One that `reads_form` sees all that was sent, whatever its signature. One that `hands_on` passes what it
	does not know to a document, or to the method that is named with it. `of_many` are parameters that may be
	lists.
	"""

	reads: Reader
	takes: frozenset[str]
	reads_form: bool = False
	hands_on: bool = False
	of_many: frozenset[str] = frozenset()


def not_understood(
	name: str, method: MethodAccess, arguments: Arguments, site: SiteSchema
) -> Iterator[ResourceAccess]:
	"""Yield each parameter that the method would receive and that is not understood, as an access that only
	`all` opens.

	Names are cut to 40 characters. Values that ask for nothing are left out, and so is what the signature
	drops.
	"""
	if method.hands_on:
		return
	unknown = []
	for parameter, value in arguments.items():
		if parameter not in method.takes:
			asks = parameter in ON_UNLESS_SENT or not _asks_for_nothing(value)
			if asks and parameter not in FRAMEWORKS_OWN:
				unknown.append(parameter)
		elif isinstance(value, list | dict) and parameter not in STRUCTURED | method.of_many:
			yield ResourceAccess(Kind.PARAMETER, f"{parameter} of {name}")
	received = site.received_by(name) if unknown and not method.reads_form else None
	for parameter in unknown:
		if received is None or parameter in received:
			yield ResourceAccess(Kind.PARAMETER, f"{str(parameter)[:40]} of {name}")


def _asks_for_nothing(value: object) -> bool:
	return not isinstance(value, list | dict) and value in NOT_SENT
