// Sends small forms so that none is lost: each is written to IndexedDB first, sent, and removed when the server has
// answered. What finds no server is tried again with growing pauses, also after a reload. The server knows each by
// its `op`, so that sending twice does nothing twice.
import { openDB } from "idb";
import { csrf, uuid7, who } from "gx/ui";

const opened = openDB("gongxue", 1, {
  upgrade(db) {
    db.createObjectStore("forms", { keyPath: "op" });
    db.createObjectStore("photos", { keyPath: "op" });
  },
}).catch(() => null); // private windows may refuse: then we send without a net

const listeners = new Set();
const KEPT = 7 * 24 * 3600 * 1000; // what a week of signing in did not mend, will not be mended
let pause = 1000;
let timer = 0;

/** Calls back with (entry, outcome) for whatever a later attempt settled. */
export const onSettled = (callback) => listeners.add(callback);

/** Stored entries of this person, oldest first; `store` is "forms" or "photos". */
export async function waiting(store = "forms") {
  const db = await opened;
  const all = db ? await db.getAll(store) : [];
  return all.filter((entry) => entry.who === who()).sort((a, b) => (a.op < b.op ? -1 : 1));
}

export const keep = async (store, entry) => (await opened)?.put(store, { ...entry, who: who() }).catch(() => {});
export const drop = async (store, op) => (await opened)?.delete(store, op).catch(() => {});

/**
 * Posts `fields` to `url`. `slot` names what is written: a newer value of one slot replaces an unsent older one.
 * Resolves to { state: "saved" | "queued" | "refused", status, data }.
 */
export async function send(url, fields, slot) {
  const entry = { op: uuid7(), url, fields, slot, before: [] };
  for (const old of await waiting()) {
    if (!slot || old.slot !== slot) continue;
    // It may have arrived, with only its answer lost: the server is told that we know what it said.
    entry.before.push(...(old.before ?? []), old.op);
    await drop("forms", old.op);
  }
  entry.before = entry.before.slice(-20);
  await keep("forms", entry);
  const outcome = await attempt(entry);
  if (unreachable(outcome)) later();
  return outcome;
}

const unreachable = ({ state, status }) => state === "queued" && ![401, 403].includes(status);
const madeAt = (op) => parseInt(op.replace("-", "").slice(0, 12), 16);

async function attempt(entry) {
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      headers: { "x-csrf-token": csrf(), accept: "application/json" },
      body: new URLSearchParams({ ...entry.fields, op: entry.op, ...(entry.before?.length ? { before: entry.before.join(",") } : {}) }),
      signal: AbortSignal.timeout?.(20000),
    });
  } catch {
    return { state: "queued", status: 0 };
  }
  // 401 and 403 (an outdated token) are mended by signing in or reloading: the text waits for that.
  const passing = response.status >= 500 || [401, 403, 408, 429].includes(response.status);
  const data = await response.json().catch(() => null);
  if (passing) return { state: "queued", status: response.status, data };
  await drop("forms", entry.op);
  return { state: response.ok ? "saved" : "refused", status: response.status, data };
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, 60000);
}

// What did not arrive within a week goes, whoever wrote it: on a device that others use too its writer may never come back.
async function forgetOld() {
  const db = await opened;
  for (const store of db ? ["forms", "photos"] : []) {
    for (const { op } of await db.getAll(store)) if (Date.now() - madeAt(op) > KEPT) await drop(store, op);
  }
}

/** Tries everything that waits, in the order it was written; stops at the first that finds no server. */
export async function flush() {
  clearTimeout(timer);
  await forgetOld();
  const run = async () => {
    for (const entry of await waiting()) {
      const outcome = await attempt(entry);
      if (unreachable(outcome)) return later();
      if (outcome.state === "queued") continue;
      for (const listener of listeners) listener(entry, outcome);
    }
    pause = 1000;
  };
  // Two tabs share the store; one of them sends.
  return navigator.locks ? navigator.locks.request("gongxue-queue", { ifAvailable: true }, (lock) => lock && run()) : run();
}

addEventListener("online", () => { pause = 1000; flush(); });
