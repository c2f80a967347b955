"""Reports, the queue, decisions and the record of them."""
