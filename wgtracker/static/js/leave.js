// Asks once before a page with unsaved words is left (forms with data-leave), and sends a form once when its button is pressed twice.
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
