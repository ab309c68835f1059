// Lists that people put in order: by dragging the grip, by the buttons, or with Alt+Arrow on anything in the row.
// The whole order is posted, so that two quick moves cannot be applied the wrong way round.
import Sortable from "sortablejs";
import { send } from "gx/queue";
import { clock, note, text, toast } from "gx/ui";

export function start() {
  for (const list of document.querySelectorAll("[data-order]:not([data-order-ready])")) {
    list.dataset.orderReady = "1";
    Sortable.create(list, { handle: "[data-grip]", draggable: "[data-id]", animation: 120, ghostClass: "ghost", onEnd: () => store(list) });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (button) move(list, button.closest("[data-id]"), "up" in button.dataset ? -1 : 1, button);
    });
    list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-id]");
      if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(list, row, event.key === "ArrowUp" ? -1 : 1, event.target);
    });
    ends(list);
  }
}

const rows = (list) => [...list.querySelectorAll(":scope > [data-id]")];

function move(list, row, by, focused) {
  const all = rows(list);
  const other = all[all.indexOf(row) + by];
  if (!other) return;
  if (by < 0) other.before(row); else other.after(row);
  ends(list);
  // Moving a node drops its focus; a button that has just been switched off hands it to its neighbour.
  (focused.disabled ? row.querySelector("[data-up]:enabled, [data-down]:enabled") : focused)?.focus();
  toast(`${text("moved")} ${rows(list).indexOf(row) + 1}`, 2);
  clearTimeout(list.orderTimer);
  list.orderTimer = setTimeout(() => store(list), 400);
}

function ends(list) {
  const all = rows(list);
  all.forEach((row, i) => {
    for (const b of row.querySelectorAll("[data-up]")) b.disabled = i === 0;
    for (const b of row.querySelectorAll("[data-down]")) b.disabled = i === all.length - 1;
  });
}

async function store(list) {
  ends(list);
  const body = { ids: rows(list).map((row) => row.dataset.id).join(",") };
  if (list.dataset.version !== undefined) body.version = list.dataset.version;
  const { state, status, data } = await send(list.dataset.order, body, list.dataset.order);
  if (data?.version !== undefined) list.dataset.version = data.version;
  if (state === "saved") note(list, `${text("saved")} ${clock()}`);
  else if (state === "queued") note(list, text("queued"), "wait");
  else note(list, data?.message ?? (status === 409 ? text("conflict") : text("notSaved")), "bad");
}
