"""Where to look: one module per method; each takes one port and yields facts."""
