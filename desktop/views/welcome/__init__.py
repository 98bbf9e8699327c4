"""The first window: a new office, the sample office, or why the store does not open."""
