"""The sample office: invented clients, letters and a history, the same for the same arguments."""
