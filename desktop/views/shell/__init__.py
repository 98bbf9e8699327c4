"""The window: places, areas, menus, the command palette and the status line. Knows no screen."""
