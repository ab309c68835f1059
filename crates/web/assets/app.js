// Boot of every page: what the shell itself needs, and the modules that the page's attributes ask for.
import { ask, csrf, text, toast, who } from "gx/ui";

// A page loads only what it uses; the names are resolved to hashed files by the import map.
const parts = {
  "[data-autosave], [data-after-saving]": () => import("gx/autosave"),
  "[data-fresh]": () => import("gx/fresh"),
  "[data-order]": () => import("gx/order"),
  "[data-photo]": () => import("gx/photo"),
  "[data-live], [data-until], [data-projector]": () => import("gx/live"),
  "[data-sheet]": () => import("gx/sheet"),
  "[data-chart]": () => import("gx/chart"),
  "[data-draft]": () => import("gx/draft"),
  ".table-fold": () => import("gx/table"),
};

function load(root) {
  for (const [selector, module] of Object.entries(parts)) {
    if (root.matches?.(selector) || root.querySelector(selector)) module().then((m) => m.start(root));
  }
}

function themeToggle() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const root = document.documentElement;
      const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
      root.dataset.bsTheme = next;
      delete root.dataset.followsSystem;
      try { localStorage.setItem("theme", next); } catch { /* the cookie alone will do */ }
      // Behind TLS the server's own cookies have this prefix too, which asks for what follows.
      const [prefix, secure] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
      document.cookie = `${prefix}theme=${next}; path=/; max-age=31536000; samesite=lax${secure}`;
    });
  }
}

// Menus are <details>: one open at a time, closed by Escape and by a click elsewhere.
function menus() {
  const open = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
}

// Each fault of a summary says at which field it is: several fields can lack the same.
function faults() {
  const colon = document.documentElement.lang.startsWith("zh") ? "：" : ": ";
  for (const link of document.querySelectorAll('.error-summary a[href^="#f-"]')) {
    const field = document.getElementById(link.hash.slice(1));
    const label = field?.labels?.[0]?.firstChild?.textContent.trim();
    if (label && !link.textContent.includes(label)) link.prepend(`${label}${colon}`);
  }
}

// The click is held back before any other listener sees it, asked about, and then repeated once.
function confirmations() {
  const passed = new WeakSet();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (!button || passed.delete(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const field = button.dataset.confirmReason;
    const reason = await ask(button.dataset.confirm, Boolean(field));
    if (reason === null) return button.focus();
    if (field && button.form) setField(button.form, field, reason);
    passed.add(button);
    button.click();
  }, true);
}

function setField(form, name, value) {
  const input = form.elements.namedItem(name) ?? Object.assign(document.createElement("input"), { type: "hidden", name });
  input.value = value;
  if (!input.isConnected) form.append(input);
}

// A page prints itself. What is shown once (data-once) is asked about before it is left or loaded again.
function paper() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  const hold = (event) => event.preventDefault();
  if (!document.querySelector("[data-once]")) return;
  addEventListener("beforeunload", hold);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href]")) removeEventListener("beforeunload", hold);
  });
}

function searchKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = [...document.querySelectorAll("[data-search]")].find((field) => field.checkVisibility());
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

function connection() {
  const show = () => document.documentElement.classList.toggle("is-offline", !navigator.onLine);
  show();
  addEventListener("online", show);
  addEventListener("offline", show);
}

// What somebody left on the device goes with their sign-out: drafts of this tab and of every other, pages for reading offline. It does not
// hang on the worker, which a page in the clear has not. A draft of whoever did not sign out is nobody else's either.
function leaving() {
  const others = "BroadcastChannel" in window ? new BroadcastChannel("gongxue-leaving") : null;
  others?.addEventListener("message", () => sessionStorage.clear());
  const before = sessionStorage.getItem("who");
  if (who() && before !== null && before !== who()) sessionStorage.clear();
  try { if (who()) sessionStorage.setItem("who", who()); } catch { /* full: the sign-out clears it all the same */ }
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
    sessionStorage.clear();
    others?.postMessage("left");
    globalThis.caches?.delete("pages-1");
    navigator.serviceWorker?.controller?.postMessage({ forget: true });
  });
}

// A page that can be read offline says so with data-offline; only then is the worker installed.
async function worker() {
  const url = document.body.dataset.worker;
  if (!url || !("serviceWorker" in navigator)) return;
  try {
    if (document.querySelector("[data-offline]")) {
      await navigator.serviceWorker.register(url);
      const active = (await navigator.serviceWorker.ready).active;
      const assets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.href || e.src);
      active?.postMessage({ keep: location.href, assets, who: who() });
    }
  } catch { /* no worker: the page works online as before */ }
}

function htmxEvents() {
  document.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.request.headers["x-csrf-token"] = csrf();
  });
  document.addEventListener("htmx:error", (event) => {
    if (!(event.detail?.ctx?.response)) toast(text("noAnswer"));
  });
  // New pieces of the page may ask for modules too.
  document.addEventListener("htmx:after:swap", (event) => {
    faults();
    load(event.target instanceof Element ? event.target : document);
  });
}

themeToggle();
menus();
confirmations();
paper();
searchKey();
connection();
htmxEvents();
faults();
leaving();
load(document);
worker();
document.querySelector("[data-focus]")?.focus();
for (const line of document.querySelectorAll(".toast-line")) setTimeout(() => line.remove(), 8000);
