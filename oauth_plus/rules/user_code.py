"""User codes of the device flow: short, without vowels and digits, and forgiving in how they are typed (RFC 8628 §6.1)."""

import secrets

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"

LENGTH = 8
"""Letters: 20 to the power of 8 are 34 bits, enough where guesses are counted (RFC 8628 §5.1)."""


def new() -> str:
	"""Return a random user code, without the dash."""
	return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed(text: str) -> str:
	"""Return the code that a user has typed, in either case, with or without dash and blanks; empty where it cannot be
	one."""
	letters = "".join(sign for sign in text[:100].upper() if sign.isalnum())
	return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def shown(code: str) -> str:
	"""Return the code as people read it: XXXX-XXXX."""
	half = LENGTH // 2
	return f"{code[:half]}-{code[half:]}"
