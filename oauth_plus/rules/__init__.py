"""Decisions as pure functions: a value in, a verdict out. Standard library only; time and randomness come in.

Requests: `form`, `prompt`, `unsupported`, `client_metadata`, `credentials`, `networks`, `issuer`.
Grants: `pkce`, `redirect_uri` (matching), `redirect_uri_kinds`, `redirect_uri_fitness` (registering),
`rotation`, `lifetime`, `policy`, `open_to`.
Tokens: `secret`, `claims`, `id_token`, `jwk`, `signing`.
Scopes: `scope_list` (as text), `scope_definition` (Scope and Rule), `doctype_scope`, `scope_hierarchy`,
`scope_coverage` (what is missing), `scope_selection` (what is needed), `scope_from_use`, `linked_documents`.
Resources: `resource_access` (what a call accesses), `calls/` (how it is found), `sensitive`,
`sensitive_access`, `paths`.
"""
