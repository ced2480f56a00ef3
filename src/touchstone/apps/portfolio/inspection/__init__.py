"""What a file carries besides what people see: programs, traps, other files. The reason not to take it, in words.

Pictures are never decoded here: one that claims a million pixels a side costs nothing, and nobody but its reader draws
it. Text is only ever given out as text, so what it says is harmless.
"""

from touchstone.apps.portfolio.inspection.look import reason_against, taken_as

__all__ = ["reason_against", "taken_as"]
