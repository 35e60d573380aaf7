"""What each directive says of a finding: target half, scope half, joined. Knows no file."""
