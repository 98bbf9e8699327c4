"""Elections: saved decisions for all later messages of a type, in one list."""
