// The grade sheet: cells are text, one input moves. Arrows, Enter, Tab, Home and End walk; typing replaces, F2 or Enter
// edits, Delete empties; a block copied from Excel is pasted from the focused cell on. All changed cells go in one post.
import { onSettled, send } from "gx/queue";
import { clock, note, text, toast } from "gx/ui";

export function start() {
  for (const table of document.querySelectorAll("table[data-sheet]:not([data-sheet-ready])")) {
    table.dataset.sheetReady = "1";
    const cells = all(table);
    for (const cell of cells) cell.tabIndex = -1;
    if (cells[0]) cells[0].tabIndex = 0;
    table.addEventListener("focusin", (event) => focus(table, event.target.closest("[data-cell]")));
    table.addEventListener("keydown", (event) => key(table, event));
    table.addEventListener("dblclick", (event) => edit(table, event.target.closest("[data-cell]")));
    table.addEventListener("click", (event) => { const cell = event.target.closest("[data-cell]"); if (cell && !cell.querySelector("input")) cell.focus(); });
    table.addEventListener("paste", (event) => paste(table, event));
  }
}

const all = (table) => [...table.querySelectorAll("[data-cell]")];

function focus(table, cell) {
  if (!cell) return;
  for (const other of table.querySelectorAll('[data-cell][tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
}

/** The cell `down` rows and `right` columns away; columns that cannot be written are stepped over. */
function beside(cell, down, right) {
  const row = cell.parentElement;
  if (right) {
    const own = [...row.querySelectorAll("[data-cell]")];
    return own[own.indexOf(cell) + right] ?? null;
  }
  const line = [...row.parentElement.rows][row.sectionRowIndex + down];
  const other = line?.cells[cell.cellIndex];
  return other?.dataset.cell ? other : null;
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function key(table, event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.isComposing) return;
  const editing = event.target.tagName === "INPUT";
  const go = (down, right) => { const next = beside(cell, down, right); if (next) { event.preventDefault(); next.focus(); } };
  if (event.key === "Enter") {
    event.preventDefault();
    if (!editing) return edit(table, cell);
    finish(table, cell);
    return (beside(cell, event.shiftKey ? -1 : 1, 0) ?? cell).focus();
  }
  if (event.key === "Escape" && editing) { finish(table, cell, true); cell.focus(); return; }
  if (event.key === "Tab") { if (editing) finish(table, cell); return go(0, event.shiftKey ? -1 : 1); }
  if (editing) {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") { finish(table, cell); go(...steps[event.key]); }
    return;
  }
  if (steps[event.key]) { event.preventDefault(); return go(...steps[event.key]); }
  if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const own = [...cell.parentElement.querySelectorAll("[data-cell]")];
    return own.at(event.key === "Home" ? 0 : -1).focus();
  }
  if (event.key === "F2") return edit(table, cell);
  if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); return change(table, [[cell, ""]]); }
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) edit(table, cell, "");
}

function edit(table, cell, initial) {
  if (!cell || cell.querySelector("input") || cell.hasAttribute("data-locked")) return;
  const input = document.createElement("input");
  input.className = "sheet-input";
  input.inputMode = "decimal";
  input.setAttribute("aria-label", cell.getAttribute("aria-label") ?? headings(table, cell));
  const old = cell.textContent.trim();
  input.value = initial ?? old;
  cell.dataset.old = old;
  cell.replaceChildren(input);
  input.focus();
  if (initial === undefined) input.select();
  input.addEventListener("blur", () => finish(table, cell));
}

const headings = (table, cell) =>
  `${cell.parentElement.querySelector("th")?.textContent.trim() ?? ""} ${table.tHead?.rows[0]?.cells[cell.cellIndex]?.textContent.trim() ?? ""}`;

function finish(table, cell, cancelled) {
  const input = cell.querySelector("input");
  if (!input) return;
  const value = tidy(input.value);
  const old = cell.dataset.old;
  delete cell.dataset.old;
  cell.textContent = old;
  if (!cancelled && value !== old) change(table, [[cell, value]]);
}

// Full-width digits come from a Chinese keyboard that was left on.
const tidy = (raw) => raw.normalize("NFKC").trim();

function paste(table, event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.target.tagName === "INPUT") return;
  event.preventDefault();
  const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map((l) => l.split("\t"));
  const changes = [];
  let first = cell;
  for (const line of lines) {
    let at = first;
    for (const value of line) {
      if (!at) break;
      if (!at.hasAttribute("data-locked") && tidy(value) !== at.textContent.trim()) changes.push([at, tidy(value)]);
      at = beside(at, 0, 1);
    }
    first = first && beside(first, 1, 0);
  }
  if (!changes.length) return;
  change(table, changes);
  toast(`${text("pasted")} ${changes.length}`, 3);
}

async function change(table, changes) {
  const cells = changes.map(([cell, value]) => {
    cell.textContent = value;
    cell.classList.add("cell-wait");
    cell.classList.remove("cell-bad");
    cell.removeAttribute("title");
    return { cell: cell.dataset.cell, value, version: cell.dataset.version };
  });
  note(table, text("saving"));
  const slot = cells.length === 1 ? `${table.dataset.sheet}#${cells[0].cell}` : undefined;
  settle(table, cells, await send(table.dataset.sheet, { cells: JSON.stringify(cells) }, slot));
}

function settle(table, cells, { state, status, data }) {
  if (state === "queued") return note(table, status === 401 ? text("signInAgain") : text("queued"), "wait");
  const answers = new Map((data?.cells ?? []).map((answer) => [answer.cell, answer]));
  let bad = state === "refused" ? (data?.message ?? (status === 409 ? text("conflict") : text("notSaved"))) : "";
  for (const sent of cells) {
    const cell = all(table).find((c) => c.dataset.cell === sent.cell);
    if (!cell) continue;
    const answer = answers.get(sent.cell) ?? {};
    cell.classList.remove("cell-wait");
    if (answer.version !== undefined) cell.dataset.version = answer.version;
    if (answer.value !== undefined && !cell.querySelector("input")) cell.textContent = answer.value;
    const fault = answer.message ?? (state === "refused" ? bad : "");
    cell.classList.toggle("cell-bad", Boolean(fault));
    if (fault) { cell.title = fault; bad ||= fault; }
  }
  note(table, bad || `${text("saved")} ${clock()}`, bad ? "bad" : "");
}

onSettled((entry, outcome) => {
  const table = [...document.querySelectorAll("table[data-sheet]")].find((t) => t.dataset.sheet === entry.url);
  if (table && entry.fields.cells) settle(table, JSON.parse(entry.fields.cells), outcome);
});
