"""The checks, one module a hook. They know events, paths and contracts, never the tree."""
