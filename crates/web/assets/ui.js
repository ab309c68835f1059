// What every module needs: texts of the page's language, the CSRF token, ids, a word at the foot, a question.

const texts = () => document.getElementById("texts")?.dataset ?? {};

/** A text that scripts say; it stands in `#texts`, so that no language is in a script. */
export const text = (key) => texts()[key] ?? "";

/** Read at every use: a page shown from the cache may have been refreshed since. */
export const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** Whose page this is: what one person queued is never sent under the name of the next on the same device. */
export const who = () => document.body.dataset.who ?? "";

/** The hour as people read it, 14:03. */
export const clock = (date = new Date()) =>
  `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;

/** A UUIDv7: the client names its act, so that sending it twice does it once. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let i = 5; i >= 0; i--) { bytes[i] = now % 256; now = Math.floor(now / 256); }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** One line at the foot, gone after a while; the region is announced to screen readers. */
export function toast(message, seconds = 6) {
  const zone = document.querySelector(".toasts");
  if (!zone || !message) return;
  const line = Object.assign(document.createElement("p"), { className: "toast-line", textContent: message });
  zone.append(line);
  setTimeout(() => line.remove(), seconds * 1000);
}

/** Writes beside a field (or its form) what became of it: kind is "", "wait" or "bad". */
export function note(near, message, kind = "") {
  const box = near.closest(".question, .fld, form, [data-note-scope]")?.querySelector("[data-save-note]")
    ?? document.querySelector("[data-save-note]");
  if (!box) { if (kind === "bad") toast(message); return; }
  box.setAttribute("role", "status");
  box.textContent = message;
  box.classList.toggle("is-wait", kind === "wait");
  box.classList.toggle("is-bad", kind === "bad");
}

const make = (tag, className, content) =>
  Object.assign(document.createElement(tag), { className, textContent: content ?? "" });

/** Asks before a dangerous act. Resolves to null when refused, else to the reason (empty when none was asked). */
export function ask(question, wantsReason) {
  return new Promise((done) => {
    const dialog = document.createElement("dialog");
    const form = make("form", "");
    form.method = "dialog";
    const line = make("p", "dialog-text", question);
    line.id = "dialog-text";
    dialog.setAttribute("aria-labelledby", line.id);
    form.append(line);
    const reason = make("textarea", "form-control");
    if (wantsReason) {
      const label = make("label", "form-label", text("reason"));
      reason.required = true;
      reason.id = "dialog-reason";
      label.htmlFor = reason.id;
      form.append(label, reason);
    }
    const row = make("div", "submit-row");
    const no = make("button", "btn", text("cancel"));
    const yes = make("button", "btn btn-primary", text("confirm"));
    no.type = "button";
    no.addEventListener("click", () => dialog.close(""));
    yes.value = "yes";
    row.append(no, yes);
    form.append(row);
    dialog.append(form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "yes" ? reason.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
