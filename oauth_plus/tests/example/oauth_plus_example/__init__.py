"""An app that uses all hooks of OAuth Plus, and nothing else of it."""

__version__ = "1.0.0"
