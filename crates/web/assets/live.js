// A region that changes by itself: <div id="…" data-live="/events" data-live-cells="/cells">. One EventSource a page,
// closed while the page is hidden. Event `cells` names elements ({"ids": ["c-…"]}), which are fetched together and
// swapped one by one; `reload` fetches the whole region, `end` says that nothing more will come. Nothing is swapped under somebody's cursor.
import { text } from "gx/ui";

let source = null;
let region = null;
let lost = false;
let wanted = new Set();
let fetching = 0;
let retry = 0;
let over = false;

export function start() {
  timers();
  projector();
  rows();
  const found = document.querySelector("[data-live]");
  if (!found || found === region) return;
  region = found;
  open();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    reload(); // what happened meanwhile was not heard
    open();
  });
  addEventListener("pagehide", close);
}

function open() {
  if (source || over || document.hidden) return;
  source = new EventSource(region.dataset.live);
  source.addEventListener("open", () => {
    if (lost) reload();
    mark(false);
  });
  source.addEventListener("error", () => {
    mark(true);
    // The browser reconnects by itself unless the server answered with an error: then we try again later.
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    clearTimeout(retry);
    retry = setTimeout(open, 5000 + Math.random() * 5000);
  });
  source.addEventListener("cells", (event) => {
    for (const id of JSON.parse(event.data).ids) wanted.add(id);
    clearTimeout(fetching);
    fetching = setTimeout(cells, 60); // a whole class handing in at once is one request
  });
  source.addEventListener("reload", reload);
  source.addEventListener("end", () => {
    over = true; // nothing more will come
    close();
  });
}

function close() {
  source?.close();
  source = null;
}

function mark(isLost) {
  lost = isLost;
  for (const word of document.querySelectorAll("[data-live-mark]")) {
    word.classList.toggle("is-lost", isLost);
    word.textContent = isLost ? text("liveLost") : text("liveOn");
  }
}

async function cells() {
  const ids = [...wanted].filter((id) => document.getElementById(id));
  wanted = new Set();
  if (!ids.length) return;
  const base = region.dataset.liveCells;
  try {
    const answer = await fetch(`${base}${base.includes("?") ? "&" : "?"}ids=${ids.map(encodeURIComponent).join(",")}`);
    if (!answer.ok) return mark(true);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    for (const fresh of [...holder.content.querySelectorAll("[id]")]) swap(document.getElementById(fresh.id), fresh);
  } catch {
    mark(true);
  }
}

const typing = (element) => element.contains(document.activeElement)
  && document.activeElement.matches("input, textarea, select, [contenteditable]");

function swap(old, fresh) {
  if (!old || typing(old) || old.outerHTML === fresh.outerHTML) return;
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  globalThis.htmx?.process(fresh);
  if (focused) (fresh.querySelector("a, button") ?? fresh).focus();
  fresh.classList.add("pulse");
  setTimeout(() => fresh.classList.remove("pulse"), 10000);
}

async function reload() {
  if (!region || typing(region)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return mark(true);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = region.id ? page.getElementById(region.id) : page.querySelector("[data-live]");
    if (!fresh || typing(region)) return;
    const focus = document.activeElement?.closest?.("[id]")?.id;
    region.replaceChildren(...fresh.childNodes);
    globalThis.htmx?.process(region);
    rows();
    timers();
    projector();
    if (focus) document.getElementById(focus)?.focus();
    mark(false);
  } catch {
    mark(true);
  }
}

// The board divides what is left of the screen's height by its rows; the stylesheet can count neither.
function rows() {
  for (const board of document.querySelectorAll(".board")) {
    const body = board.tBodies[0];
    if (!body) continue;
    board.style.setProperty("--rows", String(Math.max(1, body.rows.length)));
    const scrolled = board.closest(".board-scroll")?.scrollTop ?? 0;
    board.style.setProperty("--top", `${Math.round(body.getBoundingClientRect().top + scrollY + scrolled)}px`);
  }
}

addEventListener("resize", rows);

let ticking = 0;

// <time data-until="instant"> counts down, <time data-since="instant"> counts up.
function timers() {
  const show = () => {
    for (const time of document.querySelectorAll("[data-until], [data-since]")) {
      const at = Date.parse(time.dataset.until ?? time.dataset.since);
      const seconds = Math.trunc((time.dataset.until ? at - Date.now() : Date.now() - at) / 1000);
      const left = Math.abs(seconds);
      const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map((n) => String(n).padStart(2, "0"));
      time.textContent = (seconds < 0 ? "−" : "") + (parts[0] === "00" ? parts.slice(1) : parts).join(":");
    }
  };
  show();
  if (!ticking && document.querySelector("[data-until], [data-since]")) ticking = setInterval(show, 1000);
}

function projector() {
  for (const button of document.querySelectorAll("[data-projector]:not([data-ready])")) {
    button.dataset.ready = "1";
    button.addEventListener("click", () => {
      if (document.body.classList.toggle("projector")) document.documentElement.requestFullscreen?.().catch(() => {});
      else document.exitFullscreen?.().catch(() => {});
      rows();
    });
  }
}

document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement) document.body.classList.remove("projector");
  rows();
});
