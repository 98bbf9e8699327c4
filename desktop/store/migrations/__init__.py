"""How the tables came to be, step by step. ``HEAD`` is the newest step, known without Alembic."""

HEAD = "0024"
