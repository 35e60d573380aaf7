"""Whose a component is: content index, rules, relation, why. Knows no directive."""
