// Says which files were chosen and how large they are, warns before the upload when they are too large, takes dropped files, and shows how
// much of them is sent. The words stand in the page (macros/fields.html, upload_status). The server checks all of it again; the page works
// without this.
const SPOKEN = 10; // per cent between two sentences: a screen reader has to keep up
const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang || "en", { maximumFractionDigits: 1 })} MB`;

class Upload {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.status = input.parentElement.querySelector("[data-upload-status]");
    this.busy = false;
    input.addEventListener("change", () => this.chosen());
    input.addEventListener("dragover", () => input.classList.add("over"));
    for (const name of ["dragleave", "drop"]) input.addEventListener(name, () => input.classList.remove("over"));
  }

  say(name, values = {}, failed = false) {
    if (!this.status) return;
    const words = name ? (this.status.dataset[name] ?? "") : "";
    this.status.textContent = words.replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
    this.status.classList.toggle("failed", failed);
  }

  get size() {
    return [...this.input.files].reduce((sum, file) => sum + file.size, 0);
  }

  chosen() {
    const count = this.input.files.length, limit = Number(this.input.dataset.limit) || Infinity;
    const values = { count, size: megabytes(this.size), limit: megabytes(limit) };
    if (!count) this.say("");
    else if (this.size > limit) this.say("tooLarge", values, true);
    else this.say("chosen", values);
  }

  send(submitter) {
    const data = new FormData(this.form), request = new XMLHttpRequest();
    if (submitter?.name) data.append(submitter.name, submitter.value);
    this.busy = true;
    this.spoken = -SPOKEN;
    this.bar = Object.assign(document.createElement("progress"), { className: "sent", max: 100, value: 0 });
    this.bar.setAttribute("aria-label", this.status.dataset.progress);
    this.status.after(this.bar);
    request.upload.addEventListener("progress", (event) => this.went(event.loaded, event.total));
    request.upload.addEventListener("load", () => this.say("reading"));
    request.addEventListener("load", () => this.answered(request));
    for (const name of ["error", "abort"]) request.addEventListener(name, () => this.failed());
    request.open("POST", submitter?.getAttribute("formaction") ?? this.form.getAttribute("action") ?? location.href);
    request.setRequestHeader("X-Upload", "1");
    request.send(data);
  }

  went(loaded, total) {
    if (!total) return;
    const percent = Math.floor((loaded / total) * 100);
    this.bar.value = percent;
    if (percent < this.spoken + SPOKEN) return;
    this.spoken = percent;
    this.say("sending", { percent, size: megabytes(loaded), total: megabytes(total) });
  }

  // The server names the next page instead of leading there, so that the reader, not this request, sees it and its notice first.
  answered(request) {
    const next = request.getResponseHeader("X-Next");
    if (next) {
      location.assign(next);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html"), main = page.querySelector("main");
    if (!main) {
      this.failed();
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    scrollTo(0, 0);
    main.querySelector("[autofocus]")?.focus();
    begin(main);
  }

  failed() {
    this.busy = false;
    this.bar.remove();
    delete this.form.dataset.sent;
    this.say("failed", {}, true);
  }
}

function begin(part) {
  const uploads = [...part.querySelectorAll("input[type=file]")].map((input) => new Upload(input));
  for (const form of new Set(uploads.map((one) => one.form).filter(Boolean))) {
    const own = uploads.filter((one) => one.form === form);
    form.addEventListener("submit", (event) => {
      const upload = own.find((one) => one.input.files.length && one.status);
      if (own.some((one) => one.busy)) event.preventDefault();
      else if (upload && !event.defaultPrevented) {
        event.preventDefault();
        upload.send(event.submitter);
      }
    });
  }
}

begin(document);
