// Keeps what is typed: posts a form to its data-autosave-url a few seconds after a change, on leaving a field, and when the page is hidden.
// The server answers JSON: {"saved": "Saved 14:32 (Vienna)", "fields": {"version": "7"}} (fields: hidden values to take over), or with an
// error status {"sentence": "…"}. The page works without this: the form's own buttons save too.
const PAUSE = 3000; // after the last change
const AGAIN = 15000; // after a failure of the network
const WAIT = 10000; // for an answer
const FINAL = new Set([400, 401, 403, 404, 409, 410, 413, 422]); // trying again would not help until something changes

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.timer = 0;
    this.changes = 0; // counts changes, so that words typed while a save is under way are saved next
    this.savedChanges = 0;
    this.underWay = false;
    this.next = null;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("focusout", (event) => { if (event.relatedTarget?.type !== "submit") this.save(); });
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.save(true); });
  }

  changed() {
    this.changes += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // A save under way may bring new hidden values (the version): the form waits for them, else it would come back as stale by its own hand.
  submitted(event) {
    clearTimeout(this.timer);
    if (this.underWay) {
      event.preventDefault();
      this.next = () => this.form.requestSubmit(event.submitter);
    } else this.savedChanges = this.changes;
  }

  say(words, failed) {
    if (!this.status) return;
    if (this.status.textContent !== words) this.status.textContent = words;
    this.status.classList.toggle("failed", failed);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    if (this.underWay || this.changes === this.savedChanges) return;
    this.underWay = true;
    const upTo = this.changes;
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "error", keepalive: leaving, signal: AbortSignal.timeout(WAIT),
        headers: { Accept: "application/json", "X-Autosave": "1" },
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) this.took(upTo, told);
      else this.failed(told.sentence ?? this.form.dataset.autosaveFailed ?? "Not saved.", answer.status);
    } catch {
      this.failed(this.form.dataset.autosaveOffline ?? "Not saved yet: no connection. Trying again.", 0);
    }
    this.underWay = false;
    if (this.next) {
      const next = this.next;
      this.next = null;
      next();
    } else if (this.changes > upTo) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  took(upTo, told) {
    this.savedChanges = upTo;
    for (const [name, value] of Object.entries(told.fields ?? {})) {
      const field = this.form.elements.namedItem(name);
      if (field) field.value = value;
    }
    if (this.changes === upTo) this.form.dispatchEvent(new CustomEvent("wg:saved"));
    this.say(told.saved ?? "", false);
  }

  failed(sentence, status) {
    this.say(sentence, true);
    if (!FINAL.has(status)) this.timer = setTimeout(() => this.save(), AGAIN);
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
