"""What a stranger needs to check an answer: one file in one form, and what each statement in it may say. Knows no disk."""
