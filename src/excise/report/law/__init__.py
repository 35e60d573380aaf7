"""The law library for people: its list, the page of a directive in the terminal and as HTML, and two directives side by side."""
