"""A network while somebody changes it: drafts that may be illegal, edits, budgets, links."""
