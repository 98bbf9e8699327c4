"""What the broker sends comes in: a file taken by hand, and the lines that were refused."""
