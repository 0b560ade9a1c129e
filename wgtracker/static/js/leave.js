// Asks once before a page with unsaved words is left (forms with data-leave), sends a form once when its button is pressed twice, and lets nothing overwrite
// what is typed.
const unsaved = new Set();

for (const form of document.querySelectorAll("form[data-leave], form[data-autosave-url]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("wg:saved", () => unsaved.delete(form));
  form.addEventListener("submit", () => unsaved.clear());
}

addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

for (const form of document.querySelectorAll("form[method=post]:not([hx-post])")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
}

addEventListener("pageshow", () => { // back from the next page: the button works again
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("htmx:before:swap", (event) => { // a present text that is filled in, or comes late, never takes the place of typed words
  if (event.target.getAttribute?.("hx-target") !== "#words") return;
  const place = document.getElementById("words"), field = place.querySelector("textarea");
  if (field.value.trim() && ("typed" in place.dataset || field.value !== field.defaultValue)) event.preventDefault();
});
