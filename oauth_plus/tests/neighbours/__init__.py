"""Programs and apps of others, each with the requests that it sends, in its own order."""
