"""Files that an office imports: how they are read, and what a row of each kind must hold."""
