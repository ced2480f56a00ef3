"""How fast Touchstone is, and what makes it so: measured, never tested. ``python -m bench`` prints the table.

Not part of the product: it serves the real thing from outside and reads what comes back.
"""
