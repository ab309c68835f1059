// A form with data-draft keeps what was typed over a reload, a lost connection or an expired sign-in. The text stays in
// this tab (sessionStorage) until a later page of the shell shows that the form was taken.
import { text, toast } from "gx/ui";

const key = (form) => `draft:${location.pathname}:${form.id || form.getAttribute("action") || ""}`;
// What the page was made on, where it says so: what was typed on an older state is not for a newer one.
const made = (form) => form.elements.namedItem("revision")?.value ?? "";
const kept = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);

export function start() {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  forget(forms);
  for (const form of forms) {
    if (form.dataset.draftReady) continue;
    form.dataset.draftReady = "1";
    restore(form);
    form.addEventListener("input", () => write(form, false));
    form.addEventListener("submit", () => write(form, true));
  }
}

function write(form, sent) {
  const fields = [...form.elements].filter(kept).map((f) => [f.name, f.value, f.checked === true]);
  try { sessionStorage.setItem(key(form), JSON.stringify({ sent, fields, made: made(form) })); } catch { /* full: nothing to do */ }
}

// A form that was sent, and whose page is not shown again, was taken. Error pages have no rail, so they forget nothing.
function forget(forms) {
  if (!document.body.classList.contains("shell")) return;
  const here = new Set(forms.map(key));
  for (const name of Object.keys(sessionStorage)) {
    if (!name.startsWith("draft:") || here.has(name)) continue;
    if (JSON.parse(sessionStorage.getItem(name)).sent) sessionStorage.removeItem(name);
  }
}

// A refused form comes back with what was typed and needs no help; an empty one gets it back.
function restore(form) {
  const stored = sessionStorage.getItem(key(form));
  if (!stored || form.querySelector(".error-summary")) return;
  let changed = false;
  const draft = JSON.parse(stored);
  if ((draft.made ?? "") !== made(form)) return sessionStorage.removeItem(key(form));
  const left = draft.fields;
  for (const field of [...form.elements].filter(kept)) {
    const index = left.findIndex(([name, value]) => name === field.name && (!isChoice(field) || value === field.value));
    if (index < 0) continue;
    const [, value, checked] = left.splice(index, 1)[0];
    if (isChoice(field)) { changed ||= field.checked !== checked; field.checked = checked; }
    else { changed ||= field.value !== value; field.value = value; }
  }
  if (changed) toast(text("draftKept"));
}

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
