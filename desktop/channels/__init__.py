"""Ways out of the program and into it: each a protocol, its errors and its implementations."""
