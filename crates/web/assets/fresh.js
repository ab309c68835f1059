// A page whose fields several people fill in together: <article data-fresh="/URL" data-since="…" data-stage="working">.
// While it is seen it asks every ten seconds what the others saved. A field that nobody here is typing in shows it at once;
// where somebody is, the next save tells. What cannot be shown in place unhides [data-news].
import { isTyped, take } from "gx/autosave";

const EVERY = 10000;
let page = null;
let busy = false;

export function start() {
  const found = document.querySelector("[data-fresh]");
  if (!found || found === page) return;
  if (!page) {
    setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
  }
  page = found;
}

async function ask() {
  if (busy || document.hidden || !navigator.onLine || !page.isConnected) return;
  busy = true;
  try {
    const answer = await fetch(`${page.dataset.fresh}?since=${page.dataset.since}`, { headers: { accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { now, stage, fields } = await answer.json();
    page.dataset.since = now;
    for (const field of fields) show(field);
    // Whether something was written at all is no news to who writes.
    const begun = (word) => (word === "idle" ? "working" : word);
    if (begun(stage) !== begun(page.dataset.stage)) news();
  } catch {
    // No network: the next question will do.
  } finally {
    busy = false;
  }
}

const known = new Map();

function show({ name, value, version, files, by }) {
  if ((known.get(name) ?? 0) >= version) return;
  const field = document.getElementsByName(name)[0];
  const told = document.querySelector(`[data-by="${CSS.escape(name)}"]`);
  if (files) {
    // What the page was made with is no news.
    if (!known.has(name) && told?.dataset.version === String(version)) { known.set(name, version); return; }
    news();
  } else if (!field) {
    news();
  } else if (Number(field.dataset.version) < version) {
    if (isTyped(field) || field === document.activeElement) return;
    take(field, value, version);
  }
  known.set(name, version);
  if (told) told.textContent = by;
}

function news() {
  const line = document.querySelector("[data-news]");
  if (line) line.hidden = false;
}
