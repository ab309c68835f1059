// The service worker: work pages that were visited can be read without a network. Nothing is kept that a page did not
// ask for, and all of it goes when somebody signs out or another person signs in on the device.
const PAGES = "pages-1";
const ASSETS = "assets-1";
const KEPT_PAGES = 40;
const KEPT_ASSETS = 80;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep, assets, who, forget } = event.data ?? {};
  if (forget) event.waitUntil(caches.delete(PAGES));
  if (keep) event.waitUntil(store(keep, assets ?? [], who));
});

async function store(url, assets, who) {
  let pages = await caches.open(PAGES);
  const owner = await (await pages.match("/owner"))?.text();
  if (owner !== undefined && owner !== who) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
  }
  await pages.put("/owner", new Response(who));
  const answer = await fetch(url, { credentials: "same-origin" });
  // A page that was redirected (to sign in) is not the page.
  if (answer.ok && !answer.redirected) await pages.put(url, answer);
  await trim(pages, KEPT_PAGES, (request) => !request.url.endsWith("/owner"));
  const cache = await caches.open(ASSETS);
  await Promise.all(assets.map(async (asset) => (await cache.match(asset)) || cache.add(asset).catch(() => {})));
  await trim(cache, KEPT_ASSETS, () => true);
}

// The oldest go first: a cache lists in the order of putting.
async function trim(cache, most, counted) {
  const kept = (await cache.keys()).filter(counted);
  await Promise.all(kept.slice(0, Math.max(0, kept.length - most)).map((request) => cache.delete(request)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await (await caches.open(PAGES)).match(request.url);
    if (kept) return kept;
    throw fault;
  }
}

// Assets carry a hash in their name: what is there is right for ever.
async function asset(request) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
