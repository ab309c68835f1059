// Photos from a phone (with data-photo-any also other files, as they are): shrunk to 1,600 px and drawn anew (which drops EXIF, so also the place), sent with progress.
// One that fails stays in view with a button, and in IndexedDB, so that a reload does not lose it.
import { drop, keep, waiting } from "gx/queue";
import { csrf, text, uuid7 } from "gx/ui";

const LONGEST = 1600;

export function start() {
  for (const box of document.querySelectorAll("[data-photo]:not([data-photo-ready])")) {
    box.dataset.photoReady = "1";
    for (const input of box.querySelectorAll('input[type="file"]')) {
      input.addEventListener("change", async () => {
        const files = [...input.files];
        input.value = "";
        for (const file of files) await take(box, file);
      });
    }
    waiting("photos").then((all) => {
      for (const photo of all.filter((p) => p.url === box.dataset.photo)) upload(box, photo, item(box, photo.blob));
    });
  }
}

async function take(box, file) {
  const asItIs = "photoAny" in box.dataset && !file.type.startsWith("image/");
  let blob;
  try {
    blob = asItIs ? file : await shrink(file);
  } catch {
    const line = item(box, null);
    line.classList.add("is-bad");
    line.querySelector("p").textContent = text("notAnImage");
    acts(line, [[text("remove"), () => line.remove()]]);
    return;
  }
  const photo = { op: uuid7(), url: box.dataset.photo, blob, name: asItIs ? file.name : "photo.jpg" };
  await keep("photos", photo);
  await upload(box, photo, item(box, blob));
}

async function shrink(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // a transparent picture would turn black as JPEG
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((done, fail) => canvas.toBlob((b) => (b ? done(b) : fail(new Error("toBlob"))), "image/jpeg", 0.85));
}

function item(box, blob) {
  const line = document.createElement("li");
  line.className = "photo-item";
  if (blob?.type.startsWith("image/")) {
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(blob);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    line.append(image);
  }
  line.append(Object.assign(document.createElement("p"), { textContent: "" }));
  line.querySelector("p").setAttribute("role", "status");
  let list = box.querySelector(".photos");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { className: "photos" });
    box.prepend(list);
  }
  list.append(line);
  return line;
}

function acts(line, buttons) {
  line.querySelector(".photo-acts")?.remove();
  if (!buttons.length) return;
  const row = Object.assign(document.createElement("div"), { className: "photo-acts" });
  for (const [label, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: label });
    if (label === text("retry")) button.dataset.again = "";
    button.addEventListener("click", act);
    row.append(button);
  }
  line.append(row);
}

function upload(box, photo, line) {
  return new Promise((done) => {
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", text("uploading"));
    line.querySelector("progress")?.remove();
    line.append(bar);
    line.classList.remove("is-bad");
    line.querySelector("p").textContent = text("uploading");
    acts(line, []);
    // fetch tells nothing of an upload's progress, XMLHttpRequest does.
    const request = new XMLHttpRequest();
    request.open("POST", photo.url);
    request.setRequestHeader("x-csrf-token", csrf());
    request.timeout = 120000;
    request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) bar.value = (e.loaded / e.total) * 100; });
    request.addEventListener("loadend", () => {
      const told = request.status >= 200 && request.status < 300
        ? taken(photo, line, request.responseText)
        : failed(box, photo, line, bar, request);
      told.finally(done);
    });
    const body = new FormData();
    body.append("op", photo.op);
    body.append("file", photo.blob, photo.name ?? "photo.jpg");
    request.send(body);
  });
}

async function taken(photo, line, html) {
  await drop("photos", photo.op);
  if (!html.trim()) { line.querySelector("progress").remove(); line.querySelector("p").textContent = text("saved"); return; }
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = [...holder.content.children];
  line.replaceWith(...fresh);
  for (const node of fresh) globalThis.htmx?.process(node);
}

// A file that the server will never take, whoever sends it and whenever: too large, or no picture. It is kept no longer.
const NEVER = [413, 415, 422];
// What it does not take as things stand (a phase that was closed, work that was handed in): it may be the only picture there is
// and stays, but keeps nobody from handing in.
const NOT_NOW = [400, 404, 409];

async function failed(box, photo, line, bar, request) {
  bar.remove();
  line.classList.add("is-bad");
  let said = "";
  try { said = JSON.parse(request.responseText).message ?? ""; } catch { /* not JSON: our own words */ }
  line.querySelector("p").textContent = said || text("uploadFailed");
  if (NEVER.includes(request.status)) {
    await drop("photos", photo.op);
    return acts(line, [[text("remove"), () => line.remove()]]);
  }
  if (NOT_NOW.includes(request.status)) await keep("photos", { ...photo, refused: true });
  acts(line, [
    [text("retry"), () => upload(box, photo, line)],
    [text("remove"), async () => { await drop("photos", photo.op); line.remove(); }],
  ]);
}

addEventListener("online", () => {
  for (const button of document.querySelectorAll(".photo-item.is-bad [data-again]")) button.click();
});
