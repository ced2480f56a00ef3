// A grid of links is one stop of the Tab key; within it the arrow keys, Home and End lead from cell to cell.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function walkGrids() {
  for (const table of document.querySelectorAll("table[data-grid]")) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td a")]);
    if (!rows.length || !rows[0].length) continue;
    rows[0][0].tabIndex = 0;
    table.tBodies[0].addEventListener("keydown", (event) => {
      const row = rows.findIndex((cells) => cells.includes(event.target));
      if (row >= 0) move(event, rows, row, rows[row].indexOf(event.target));
    });
  }
}

function move(event, rows, row, column) {
  const last = rows[row].length - 1;
  const [down, right] = STEPS[event.key] ?? [0, 0];
  const to = event.key === "Home" ? 0 : event.key === "End" ? last : column + right;
  const cell = rows[row + down]?.[to];
  if (!cell || cell === event.target) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}
