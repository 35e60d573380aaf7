"""What people and machines did: events in one chain, statements that are signed, keys with their roles, the log's checkpoints."""
