"""Changes to the generated tree. Each names what it expects to find, and fails if that is not there."""

from dev.mends.change import Tree
from dev.mends.compatibility import MENDS as COMPATIBILITY
from dev.mends.many_apps import MENDS as MANY_APPS
from dev.mends.many_sites import MENDS as MANY_SITES

ALL_MENDS = (*MANY_SITES, *MANY_APPS, *COMPATIBILITY)

__all__ = ["ALL_MENDS", "Tree"]
