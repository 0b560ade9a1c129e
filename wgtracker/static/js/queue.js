// Sends the acts of the room (form[data-act]) so that none is lost and none doubled when the network drops: what cannot be sent is kept in this
// browser with its key, shown as not yet sent, and sent in order when the network is back. The same key is the same act to the service.
// Without this script the forms are plain posts. The list and its words: macros/live.html (queue).
const STORE = "acts";
const WAIT = 10000; // ms for an answer
const AGAIN = 5000; // until the next try
const GONE = new Set([502, 503, 504]); // nothing was saved, and it may soon be
const NOT_WHO = 401; // the sign-in is not that of who typed it

const place = document.querySelector("[data-queue]");
const list = place?.querySelector("[data-queue-list]");
const status = place?.querySelector("[data-queue-status]");
const words = place?.dataset ?? {};
const who = words.who ?? "";

const open = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open("wgtracker-room", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "number", autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
const keeping = async (mode, use) => {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = base.transaction(STORE, mode);
      const asked = use(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked?.result); // only now is it on the disk
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally { base.close(); }
};
const load = () => keeping("readonly", (store) => store.getAll());
const add = (entry) => keeping("readwrite", (store) => store.add(entry));
const put = (entry) => keeping("readwrite", (store) => store.put(entry));
const drop = (entry) => keeping("readwrite", (store) => store.delete(entry.number));
const mine = async () => (await load()).filter((entry) => entry.who === who);

const makeKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
// X-Who: the service takes it under no other sign-in than that of the person who typed it (401).
const post = (action, body) => fetch(action, {
  method: "POST", body, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(WAIT),
  headers: { Accept: "application/json", "X-Act": "1", "X-Who": who },
});
const isReceipt = (answer) => answer.ok && (answer.headers.get("Content-Type") ?? "").includes("json"); // anything else that says OK is no service of ours

// The words of an act, for the list: what its button says and what was written.
const describe = (form, submitter) => form.dataset.act || submitter?.textContent.trim() || document.title;
const findWritten = (form) => [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].map((field) => field.value.trim()).filter(Boolean);

// A button without an address of its own answers with the page's, so its attribute is asked for; a field may be called "action".
const addressOf = (form, submitter) => new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href).href;

async function act(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  const entry = {
    who, action: addressOf(form, submitter), fields, words: describe(form, submitter), written: findWritten(form),
    unit: form.dataset.unit ?? "", room: form.dataset.room ?? document.querySelector("[data-room]")?.dataset.room ?? "", refused: "",
  };
  const waiting = await mine().catch(() => null); // a browser that keeps nothing
  if (navigator.onLine && !waiting?.length) {
    try {
      const answer = await post(entry.action, new URLSearchParams(fields));
      if (isReceipt(answer)) { go((await answer.json()).to); return; }
      if (!answer.ok && !GONE.has(answer.status) && answer.status !== NOT_WHO) {
        form.submit(); // the service has something to say: it says it on a page of its own, for the same key
        return;
      }
    } catch { /* the network: it is kept below */ }
  }
  await add(entry);
  const key = form.elements.namedItem("key");
  if (key) key.value = makeKey(); // what is sent next from here is another act
  for (const field of form.querySelectorAll("textarea, input[type=text]")) field.value = field.defaultValue;
  delete form.dataset.sent;
  form.dispatchEvent(new CustomEvent("wg:kept", { bubbles: true, detail: { key: makeKey() } }));
  await show();
  say(words.wordKept ?? "Not sent yet: no connection.");
  place?.scrollIntoView({ block: "nearest" });
  later();
}

function go(address) {
  const target = new URL(address, location.href);
  if (target.href.split("#")[0] === location.href.split("#")[0]) {
    if (target.hash) history.replaceState(null, "", target);
    location.reload();
  } else location.assign(target);
}

let timer = 0;
const later = () => { clearTimeout(timer); timer = setTimeout(send, AGAIN); };

// One page at a time sends, where several are open.
const send = () => (navigator.locks ? navigator.locks.request("wgtracker-room", { ifAvailable: true }, (lock) => (lock ? sendAll() : later())) : sendAll());

async function sendAll() {
  clearTimeout(timer);
  let sent = 0;
  for (;;) {
    const [entry] = await mine();
    if (!entry) break;
    if (entry.refused) { await show(); return; } // what comes after it may rest on it: a person decides
    if (!navigator.onLine) { later(); return; }
    let answer;
    try {
      const token = await findToken();
      answer = await post(entry.action, new URLSearchParams([...entry.fields.filter(([name]) => name !== "csrf_token"), ["csrf_token", token]]));
      if (GONE.has(answer.status) || (answer.ok && !isReceipt(answer))) throw new Error(`${answer.status}`);
    } catch { await show(); later(); return; }
    if (answer.status === NOT_WHO) { // somebody else is signed in here now, or nobody: it waits for its person
      say(words.wordElse ?? "");
      later();
      return;
    }
    if (answer.ok) {
      try { await follow(entry); } catch { later(); return; } // sent again, it is the same act
      await drop(entry);
      sent += 1;
    } else {
      await put({ ...entry, refused: await findSentence(answer) });
      say(words.wordFailed ?? "");
    }
    await show();
  }
  if (sent) {
    say(words.wordSent ?? "");
    dispatchEvent(new CustomEvent("wg:sent", { detail: { sent } }));
  }
}

async function findToken() {
  const page = await fetch(words.token ?? "/sign-in", { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(WAIT) });
  const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("input[name=csrf_token]");
  if (!found) throw new Error("no token");
  return found.value;
}

// A second act on the same paragraph was decided knowing of the first: it has now seen that act, and no other.
async function follow(entry) {
  const pick = (one, name) => one.fields.find(([found]) => found === name)?.[1] ?? "";
  const next = (await mine()).filter((one) => one.number !== entry.number && one.room === entry.room && pick(one, "seen") === pick(entry, "seen"));
  if (!next.length || !entry.room || !pick(entry, "seen")) return;
  const answer = await fetch(`${entry.room}/acts?key=${encodeURIComponent(pick(entry, "key"))}`, { cache: "no-store", signal: AbortSignal.timeout(WAIT) });
  if (!answer.ok) return;
  const done = new Map((await answer.json()).acts.map(([unit, number]) => [String(unit), String(number)]));
  for (const one of next) {
    const number = one.unit === entry.unit && one.unit ? done.get(one.unit) : "";
    if (!number) continue;
    const fields = one.fields.map(([name, value]) => [name, name === "seen" ? number : value]);
    if (!pick(one, "read")) fields.push(["read", pick(one, "seen")]); // on which text its words were typed stays as it was
    await put({ ...one, fields });
  }
}

async function findSentence(answer) {
  const page = new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html");
  const sentence = page.querySelector("main .problem, main h1 ~ p:not(.acts)")?.textContent.trim();
  return sentence || (words.wordFailed ?? "The service did not take it.");
}

function say(sentence) {
  if (status && status.textContent !== sentence) status.textContent = sentence;
}

const make = (tag, text, kind = "") => Object.assign(document.createElement(tag), { textContent: text, className: kind });

function draw(entry, first) {
  const item = document.createElement("li");
  const title = make("strong", entry.words);
  title.dir = "auto";
  item.append(title);
  for (const text of entry.written) {
    const quote = make("blockquote", text);
    quote.dir = "auto";
    item.append(quote);
  }
  if (entry.refused) {
    const again = make("button", words.wordAgain ?? "Try again", "slim"), off = make("button", words.wordDrop ?? "Take off the list", "slim");
    again.type = off.type = "button";
    again.addEventListener("click", async () => { await put({ ...entry, refused: "" }); send(); });
    off.addEventListener("click", async () => { await drop(entry); await show(); send(); });
    const acts = make("p", "", "acts");
    acts.append(again, off);
    item.append(make("p", entry.refused, "strong"), acts);
  } else if (!first) item.append(make("p", words.wordBefore ?? "", "quiet small"));
  return item;
}

async function show() {
  if (!place) return;
  const all = await load(), own = all.filter((entry) => entry.who === who), others = all.length - own.length;
  place.hidden = !all.length && !status.textContent;
  list.replaceChildren(...own.map((entry, index) => draw(entry, index === 0)));
  if (others) list.append(make("li", (words.wordOthers ?? "").replace("{count}", others), "quiet"));
  list.hidden = !all.length;
}

if (place && globalThis.indexedDB) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-act]") || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    act(form, event.submitter).catch(() => { // nothing could be sent or kept: the form stays as it is, and says so
      delete form.dataset.sent;
      place.hidden = false;
      say(words.wordUnkept ?? "");
      form.dispatchEvent(new CustomEvent("wg:unkept", { bubbles: true }));
      place.scrollIntoView({ block: "nearest" });
    });
  });
  addEventListener("online", send);
  show().then(send, () => {});
}
