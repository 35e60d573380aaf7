"""What is banned: the language of directives, their calendar, entities and ownership, lint."""
