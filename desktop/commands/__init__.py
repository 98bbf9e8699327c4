"""The commands of the command line, one module each; desktop.cli lists them."""
