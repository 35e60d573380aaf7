"""One view model, then one module per format."""
