"""Official warnings: what weather services and disaster agencies issue, and what it calls for.

Readers make bulletins of what a feed holds; folding makes warnings of them, one for each kind and
place; the rule of a notice says which warnings call for it.
"""
