"""Every screen as a picture, from the real window on a small sample office: python3 dev.py gallery."""
