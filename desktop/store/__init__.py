"""Where records are kept: the same tables on embedded SQLite and on a shared PostgreSQL."""
