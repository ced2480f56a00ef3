"""The figures in words and tables."""

from __future__ import annotations

from typing import Any

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def before(machine: str, processors: int, load: tuple[float, float, float]) -> str:
    return f"""# Speed of the pages

{machine}, {processors} processors, which server, database and clients share; load at the start {load[0]:.1f}.
Granian as `touchstone serve` starts it, two workers, production settings, compressed answers, keep-alive, signed in.

- **queries**: statements of one request, without the marks of transactions; sensitive reads write their log entry.
- **bytes**: the answer on the wire, compressed, with its head. **cold**: with everything the page loads.
- **p50**, **p95**: milliseconds with one client. **a second**: requests with four clients, each a process of its own.
- **server**, **client**: milliseconds of processor time a request costs each, whatever else the machine is doing.
- **floor**: milliseconds of the plain SQL the page cannot do without, run directly, rows fetched.
"""


def table(database: str, count: int, found: dict[str, Any] | None) -> str:
    """One database of one size. ``found`` is what ``bench.measuring`` printed, None where it failed."""
    title = f"## {NAMES[database]}, {count:,} apprentices, a cohort of 200 and 500 gateways that wait\n"
    if found is None:
        return f"{title}\nCould not be measured: see above.\n"
    lines = [
        "| page | queries | bytes | cold | p50 | p95 | a second | server | client | floor |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(_line(row, found["weights"].get(row["page"])) for row in found["rows"]),
    ]
    notes = (
        f"The largest worker held {found['peak_mb']:.0f} MB at most; its share, not counting twice what both hold, was "
        f"{found['share_mb']:.0f} MB. Filled in {found['filled_seconds']:.0f} s, all in {found['seconds']:.0f} s. Load "
        f"at the end {found['load']:.1f}."
    )
    return "\n".join([title, *lines, "", notes, ""])


def _line(row: dict[str, Any], cold: int | None) -> str:
    weight = f"{cold:,}" if cold else ""
    return (
        f"| {row['page']} | {row['queries']} | {row['bytes']:,} | {weight} | {row['p50']:.1f} | {row['p95']:.1f} "
        f"| {row['a_second']:.0f} | {row['server_ms']:.1f} | {row['client_ms']:.2f} | {row['floor']:.2f} |"
    )
