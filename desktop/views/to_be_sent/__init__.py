"""To Be Sent By IB: what is held, until somebody decides or its delivery date comes."""
