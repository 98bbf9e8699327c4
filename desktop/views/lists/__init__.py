"""The one kind of list every screen uses: a table over any number of rows, read page by page."""
