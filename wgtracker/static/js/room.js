// The operator's page: an act is read back in a dialog and done with a second key; single keys where nobody is typing. Without it, forms do the same.
const KEPT = "wgtracker.keys";
const box = document.querySelector("template[data-dialog]");

const keysOn = () => { try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; } };

function field(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  [input.name, input.value] = [name, value];
  return input;
}

function say(form, button) {
  const typed = [...form.querySelectorAll("[data-said]")].map((one) => (one.tagName === "SELECT" ? one.selectedOptions[0]?.text : one.value) || "");
  return [button?.dataset.say || button?.textContent || "", ...typed.filter(Boolean).map((words) => `“${words}”`)].join(" · ");
}

// Draws the dialog at once from what the page knows; what would come of the act is added when the server has answered.
function readBack(form, button) {
  const dialog = box.content.querySelector("dialog").cloneNode(true);
  const what = dialog.querySelector("[data-what]");
  const words = document.createElement("p");
  words.className = "strong";
  words.textContent = say(form, button);
  what.append(words);
  const sent = new FormData(form, button);
  const confirm = document.createElement("form");
  confirm.method = "post";
  confirm.action = form.action;
  confirm.dataset.act = words.textContent; // js/queue.js sends it, and keeps it where the network is down
  confirm.dataset.unit = form.dataset.unit ?? "";
  for (const [name, value] of sent) if (name !== "reason") confirm.append(field(name, value));
  confirm.append(field("confirmed", "yes"), ...dialog.childNodes);
  dialog.append(confirm);
  confirm.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); button?.focus(); });
  confirm.addEventListener("wg:kept", (event) => {
    if (form.elements.key) form.elements.key.value = event.detail.key; // what is sent next from the page is another act
    dialog.close();
  });
  confirm.addEventListener("wg:unkept", () => dialog.close()); // what was typed stands in the page's form
  confirm.addEventListener("submit", (event) => {
    if (confirm.dataset.sent) event.preventDefault();
    confirm.dataset.sent = "yes";
  });
  document.body.append(dialog);
  dialog.showModal();
  confirm.querySelector("[data-confirm]").focus();
  foretell(form.action, new URLSearchParams(sent), what, confirm);
}

async function foretell(address, sent, what, confirm) {
  try {
    const answer = await fetch(address, { method: "POST", body: sent, headers: { "X-Part": "1" } });
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (!answer.ok || !part.children.length) return;
    what.replaceChildren(...part.childNodes);
    if (!what.querySelector("[data-trouble]")) return;
    const title = confirm.querySelector("[data-refused]");
    title.textContent = title.dataset.refused;
    for (const part of confirm.querySelectorAll("[data-confirm], [data-if-confirmed]")) part.hidden = true;
    confirm.querySelector("[data-cancel]").focus();
  } catch { /* no network: what the page knows is read back */ }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!box || !form.matches("form[data-deed]")) return;
  event.preventDefault();
  readBack(form, event.submitter);
}, true);

// ---------- keys
function press(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.tagName === "A") {
    location.hash = target.hash;
    const first = document.querySelector(`${target.hash} input:not([type=hidden])`);
    first?.focus();
    fill(first);
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.repeat || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (!document.querySelector("[data-keys]") || !keysOn()) return;
  if (event.key === "?") {
    const list = document.querySelector("[data-keys]");
    list.tabIndex = -1;
    list.scrollIntoView();
    list.focus();
  } else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
  event.preventDefault();
});

for (const part of document.querySelectorAll("[data-switch]")) {
  const box = part.querySelector("input");
  part.hidden = false;
  box.checked = keysOn();
  box.addEventListener("change", () => { try { localStorage.setItem(KEPT, box.checked ? "on" : "off"); } catch { /* not remembered */ } });
}

// ---------- words that are selected in the text
const chosen = { words: "", start: "" };

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const words = selection.toString().trim();
  const node = selection.anchorNode;
  const where = (node instanceof Element ? node : node?.parentElement)?.closest("[data-text], .paper");
  if (!words || !where) return;
  chosen.words = words;
  chosen.start = "";
  if (!where.matches("[data-text]") || !where.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(where);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = range.toString().length - range.toString().trimStart().length;
  chosen.start = String([...before.toString()].length + lead); // code points, as the server counts
});

function fill(input) {
  if (!input?.matches("[data-selection]") || input.value || !chosen.words) return;
  input.value = chosen.words;
  input.form.elements.start.value = chosen.start;
}

for (const input of document.querySelectorAll("[data-selection]")) {
  input.addEventListener("focus", () => fill(input));
  input.addEventListener("input", () => { input.form.elements.start.value = ""; });
}
