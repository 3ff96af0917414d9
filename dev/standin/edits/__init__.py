"""Changes to the generated tree. Each names what it expects to find, and fails if that is not there."""

from dev.standin.edits.change import Tree
from dev.standin.edits.compatibility import EDITS as COMPATIBILITY
from dev.standin.edits.many_apps import EDITS as MANY_APPS
from dev.standin.edits.many_sites import EDITS as MANY_SITES

ALL_EDITS = (*MANY_SITES, *MANY_APPS, *COMPATIBILITY)

__all__ = ["ALL_EDITS", "Tree"]
