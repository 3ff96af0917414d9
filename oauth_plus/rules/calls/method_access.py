"""TODO."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from oauth_plus.rules.calls.argument_values import Arguments, text
from oauth_plus.rules.calls.parameters import FRAMEWORKS_OWN, NOT_SENT, ON_UNLESS_SENT, STRUCTURED
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import Kind, ResourceAccess

Reader = Callable[[Arguments, SiteSchema], Iterable[ResourceAccess]]


def named_method(arguments: Arguments, named_by: str) -> ResourceAccess:
	"""A method that another one runs, with arguments that nobody has read here."""
	return ResourceAccess(Kind.METHOD, text(arguments, named_by))


def nothing(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	yield from ()


@dataclass(frozen=True)
class MethodAccess:
	"""`reads` tells what its arguments touch, `takes` which of them are understood. One that `reads_form` sees all that
	was sent, whatever its signature says; one that `hands_on` gives what it does not know to a document or to the method
	that is named with it. `of_many` are parameters that may be lists."""

	reads: Reader
	takes: frozenset[str]
	reads_form: bool = False
	hands_on: bool = False
	of_many: frozenset[str] = frozenset()


def not_understood(
	name: str, method: MethodAccess, arguments: Arguments, site: SiteSchema
) -> Iterator[ResourceAccess]:
	"""The parameters that the method would receive and nobody here has read; none where all is well."""
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
