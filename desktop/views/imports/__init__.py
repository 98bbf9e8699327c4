"""Import: an office's lists taken from CSV files."""
