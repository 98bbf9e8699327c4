"""The only seam between Qt and threads: jobs, refresh, notices, watch."""
