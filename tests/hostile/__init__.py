"""Bodies that mean harm, a server that would notice, and what is looked for in what is shown of them."""
