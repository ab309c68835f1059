// Fields that save themselves: <textarea name="answer" data-autosave="/URL" data-version="3">.
// A value goes out 0.8 s after the last key, at once when the field is left, and never in the middle of Chinese input:
// between compositionstart and compositionend the field holds Latin letters that nobody meant to write.
// Where somebody else was quicker, the typed text stays and the field waits until one of the two was chosen.
import { flush, onSettled, send, waiting } from "gx/queue";
import { clock, note, text, toast } from "gx/ui";

const DELAY = 800;
const fields = new WeakMap();
let started = false;

const state = (field) => {
  if (!fields.has(field)) fields.set(field, { timer: 0, composing: false, sending: null, again: false, held: false, sent: value(field) });
  return fields.get(field);
};

const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value);
/** What the page was made with. */
const given = (field) => {
  if (field.type === "checkbox") return field.defaultChecked ? field.value : "";
  if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  return field.defaultValue;
};
const slot = (field) => `${field.dataset.autosave}#${field.name}`;
const all = () => [...document.querySelectorAll("[data-autosave]")];

/** Whether something was typed that is not saved yet. */
export const isTyped = (field) => state(field).held || state(field).composing || Boolean(state(field).sending) || value(field) !== state(field).sent;

/** Shows what somebody else saved, in a field that nobody is typing in. */
export function take(field, newer, version) {
  field.value = newer;
  field.dataset.version = version;
  Object.assign(state(field), { sent: value(field), held: false });
}

export function start() {
  if (!started) listen();
  started = true;
  for (const field of document.querySelectorAll("[data-autosave]")) {
    const s = state(field);
    // Typed before this module was there: it is not saved yet.
    if (field === document.activeElement) s.sent = given(field);
  }
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
    for (const field of all()) if (!state(field).composing) save(field, state(field));
  });
  document.addEventListener("submit", afterSaving);
  onSettled((entry, outcome) => {
    const field = [...document.querySelectorAll("[data-autosave]")].find((f) => slot(f) === entry.slot);
    if (field) show(field, outcome);
  });
}

function schedule(field, s) {
  clearTimeout(s.timer);
  s.timer = setTimeout(() => save(field, s), DELAY);
}

function save(field, s) {
  clearTimeout(s.timer);
  if (s.held || value(field) === s.sent) return s.sending;
  if (s.sending) { s.again = true; return s.sending; }
  s.sending = sendNow(field, s).finally(() => { s.sending = null; }).then(() => {
    if (!s.again) return null;
    s.again = false;
    return save(field, s);
  });
  return s.sending;
}

async function sendNow(field, s) {
  s.sent = value(field);
  note(field, text("saving"));
  const body = { [field.name]: s.sent };
  if (field.dataset.version !== undefined) body.version = field.dataset.version;
  show(field, await send(field.dataset.autosave, body, slot(field)));
}

function show(field, { state: result, status, data }) {
  const s = state(field);
  s.unsaved = result !== "saved";
  // What stands there is what we wrote: an older sending of ours came in late.
  if (status === 409 && data?.value === value(field)) { result = "saved"; s.unsaved = false; }
  if (status === 409 && data?.value !== undefined && s.unsaved) return choose(field, s, data);
  if (data?.version !== undefined) field.dataset.version = data.version;
  if (result === "saved") {
    field.removeAttribute("aria-invalid");
    note(field, `${text("saved")} ${clock()}`);
    if (data && "state" in data) showState(field, data.state);
    // Pieces of the page that depend on what is stored (sums, remarks) are fetched again now.
    field.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    rename(field);
  } else if (result === "queued") {
    note(field, status === 401 ? text("signInAgain") : status === 403 ? text("notSaved") : text("queued"), status === 403 ? "bad" : "wait");
  } else {
    // The typed text stays where it is; the server says why it did not take it.
    field.setAttribute("aria-invalid", "true");
    note(field, data?.message ?? (status === 409 ? text("conflict") : text("notSaved")), "bad");
    s.sent = null;
  }
}

// The first field of what a page is about is what it is called: its head and its place in the outline say the new name.
function rename(field) {
  const own = field.closest("[data-names]");
  const name = value(field).split("\n")[0].trim();
  if (!own || own.querySelector("[data-autosave]") !== field || !name) return;
  const head = document.querySelector("h1");
  if (head) head.textContent = name;
  const line = document.querySelector('nav [aria-current="page"] .flex-fill')?.firstChild;
  if (line?.nodeType === Node.TEXT_NODE) line.data = line.data.replace(/^(\s*\S+) .*$/s, (_, number) => `${number} ${name}`);
}

const scope = (field) => field.closest(".question, .fld, form, [data-note-scope]");

// What the server makes of the value, in a word and a shape: {"kind": "bad", "label": "…"}.
function showState(field, mark) {
  const box = scope(field)?.querySelector("[data-save-state]");
  if (!box) return;
  box.replaceChildren();
  if (mark) box.append(Object.assign(document.createElement("span"), { className: `state s-${mark.kind}`, textContent: mark.label }));
}

// Somebody was quicker: nothing is sent until the person has chosen.
function choose(field, s, data) {
  s.held = true;
  field.setAttribute("aria-invalid", "true");
  note(field, "");
  scope(field)?.querySelector(`[data-choice="${CSS.escape(field.name)}"]`)?.remove();
  const box = Object.assign(document.createElement("div"), { className: "save-choice" });
  box.dataset.choice = field.name;
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: data.message }));
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    made.addEventListener("click", () => {
      box.remove();
      s.held = false;
      field.removeAttribute("aria-invalid");
      act();
      field.focus();
    });
    box.append(made);
  };
  button(text("takeTheirs"), () => { take(field, data.value, data.version); s.unsaved = false; note(field, ""); });
  button(text("keepMine"), () => { field.dataset.version = data.version; s.sent = null; save(field, s); });
  field.after(box);
}

// A form that is about what the fields hold goes out when they are saved, and stays where one is not.
async function afterSaving(event) {
  const form = event.target;
  if (!form.matches?.("[data-after-saving]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await Promise.all(all().map((field) => save(field, state(field))));
    const missing = all().find((field) => state(field).unsaved || state(field).held);
    const path = location.pathname;
    const sends = [...await waiting(), ...await waiting("photos")].some((entry) => !entry.refused && entry.url.startsWith(path));
    if (missing) missing.focus();
    if (missing || sends || !navigator.onLine) return toast(text("unsent"));
    form.submit();
  } finally {
    button.disabled = false;
  }
}

// After a reload the server's text is older than what still waits to be sent: the waiting text is shown.
async function restore() {
  for (const entry of await waiting()) {
    const field = [...document.querySelectorAll("[data-autosave]")].find((f) => slot(f) === entry.slot);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = entry.fields[field.name] !== "";
    else field.value = entry.fields[field.name];
    Object.assign(state(field), { sent: value(field), unsaved: true });
    note(field, text("queued"), "wait");
  }
}
