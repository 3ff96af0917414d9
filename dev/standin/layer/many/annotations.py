"""Types of whitelisted functions, which the wheel turned into text when it was made fit for older Pythons."""

import functools
import inspect
from collections.abc import Callable


@functools.cache
def annotations_of(function: Callable) -> dict[str, object]:
	"""Annotations as objects. Names that exist for type checkers only stay text, and are not checked."""
	names = inspect.unwrap(function).__globals__
	return {name: _evaluated(annotation, names) for name, annotation in function.__annotations__.items()}


def _evaluated(annotation: object, names: dict) -> object:
	if not isinstance(annotation, str):
		return annotation
	try:
		return eval(annotation, names)
	except (NameError, TypeError, AttributeError, SyntaxError):
		return annotation
