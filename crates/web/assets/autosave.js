// Fields that save themselves: <textarea name="answer" data-autosave="/URL" data-version="3">.
// A value goes out 0.8 s after the last key, at once when the field is left, and never in the middle of Chinese input:
// between compositionstart and compositionend the field holds Latin letters that nobody meant to write.
import { flush, onSettled, send, waiting } from "gx/queue";
import { clock, note, text } from "gx/ui";

const DELAY = 800;
const fields = new WeakMap();
let started = false;

const state = (field) => {
  if (!fields.has(field)) fields.set(field, { timer: 0, composing: false, sending: false, again: false, sent: value(field) });
  return fields.get(field);
};

const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value);
const slot = (field) => `${field.dataset.autosave}#${field.name}`;

export function start() {
  if (!started) listen();
  started = true;
  for (const field of document.querySelectorAll("[data-autosave]")) state(field);
  restore().then(flush);
}

function listen() {
  const on = (type, act) => document.addEventListener(type, (event) => {
    const field = event.target.closest?.("[data-autosave]");
    if (field) act(field, state(field), event);
  });
  on("compositionstart", (field, s) => { s.composing = true; clearTimeout(s.timer); });
  on("compositionend", (field, s) => { s.composing = false; schedule(field, s); });
  on("input", (field, s, event) => { if (!s.composing && !event.isComposing) schedule(field, s); });
  on("change", (field, s) => { if (!s.composing) save(field, s); });
  // Leaving the page: what is typed goes into the queue's store at least.
  addEventListener("pagehide", () => {
    for (const field of document.querySelectorAll("[data-autosave]")) if (!state(field).composing) save(field, state(field));
  });
  onSettled((entry, outcome) => {
    const field = [...document.querySelectorAll("[data-autosave]")].find((f) => slot(f) === entry.slot);
    if (field) show(field, outcome);
  });
}

function schedule(field, s) {
  clearTimeout(s.timer);
  s.timer = setTimeout(() => save(field, s), DELAY);
}

async function save(field, s) {
  clearTimeout(s.timer);
  if (value(field) === s.sent) return;
  if (s.sending) { s.again = true; return; }
  s.sending = true;
  s.sent = value(field);
  note(field, text("saving"));
  const body = { [field.name]: s.sent };
  if (field.dataset.version !== undefined) body.version = field.dataset.version;
  const outcome = await send(field.dataset.autosave, body, slot(field));
  s.sending = false;
  show(field, outcome);
  if (s.again) { s.again = false; save(field, s); }
}

function show(field, { state: result, status, data }) {
  if (data?.version !== undefined) field.dataset.version = data.version;
  if (result === "saved") {
    field.removeAttribute("aria-invalid");
    note(field, `${text("saved")} ${clock()}`);
  } else if (result === "queued") {
    note(field, status === 401 ? text("signInAgain") : status === 403 ? text("notSaved") : text("queued"), status === 403 ? "bad" : "wait");
  } else {
    // The typed text stays where it is; the server says why it did not take it.
    field.setAttribute("aria-invalid", "true");
    note(field, data?.message ?? (status === 409 ? text("conflict") : text("notSaved")), "bad");
    state(field).sent = null;
  }
}

// After a reload the server's text is older than what still waits to be sent: the waiting text is shown.
async function restore() {
  for (const entry of await waiting()) {
    const field = [...document.querySelectorAll("[data-autosave]")].find((f) => slot(f) === entry.slot);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = entry.fields[field.name] !== "";
    else field.value = entry.fields[field.name];
    state(field).sent = value(field);
    note(field, text("queued"), "wait");
  }
}
