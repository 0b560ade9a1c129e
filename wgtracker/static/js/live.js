// Keeps a page of the room up to date: hears which pulse the reading has (by a stream where there is one, else by asking), and fetches the parts
// of the page that changed from their own addresses. What is being typed is never replaced, and neither focus nor scroll is moved.
// A part: <div data-live="/its/address" data-unit="17">; without data-unit it is fetched at every change. The line of it all: macros/live.html.
const ASK = 2000; // ms between two questions while something happens
const ASK_IDLE = 15000; // ... and while nothing did for CALM
const CALM = 300000;
const SPREAD = 0.2; // of both, so that hundreds of pages do not ask at once
const WAIT = 10000; // for an answer
const STREAM_AGAIN = 20000; // after a stream broke
const SILENT = 16000; // a stream that says nothing for so long (it pings every 5 s) is dead

const spread = (time) => time * (1 - SPREAD + 2 * SPREAD * Math.random());
const fill = (words, values) => (words ?? "").replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const TYPED = "textarea, select, [contenteditable=true], input:not([type=hidden]):not([type=submit]):not([type=button])";
const toggles = (field) => ["checkbox", "radio"].includes(field.type);

const changed = (field) => {
  if (field.readOnly || field.disabled) return false;
  if (toggles(field)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return "defaultValue" in field && field.value !== field.defaultValue;
};
const isTyped = (field) => (field === document.activeElement && !toggles(field) && !field.readOnly) || changed(field);
const holdsTyping = (part) => [...part.querySelectorAll(TYPED)].some((field) => !field.closest("[data-room]") && isTyped(field));

// One part of the page. behind: how many changes it does not show; owing: it has to be fetched.
class Part {
  constructor(element, room) {
    Object.assign(this, { element, room, behind: 0, owing: false, busy: false, wished: false, button: null });
    element.addEventListener("focusout", () => setTimeout(() => { if (this.owing) this.fetch(); }, 0));
  }

  concerns(units) {
    const own = this.element.dataset.unit;
    return !own || units === null || own.split(" ").some((one) => units.has(Number(one)));
  }

  owe(changes) {
    this.behind += changes;
    this.owing = true;
    return this.fetch();
  }

  async fetch() {
    if (this.busy) return;
    if (!this.wished && holdsTyping(this.element)) { this.offer(); return; }
    this.busy = true;
    const behind = this.behind;
    this.owing = false;
    try {
      const answer = await fetch(this.element.dataset.live, {
        cache: "no-store", redirect: "error", signal: AbortSignal.timeout(WAIT), headers: { Accept: "text/html", "X-Fragment": "1" },
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!this.wished && holdsTyping(this.element)) { this.owing = true; this.offer(); } // begun while it was on its way
      else { this.behind -= behind; this.replace(page); }
    } catch {
      this.owing = true; // asked for again when the room is next heard of
    }
    this.busy = false;
    this.room.show();
  }

  offer() {
    if (!this.button) {
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "slim live-new";
      this.button.addEventListener("click", () => { this.wished = true; this.fetch(); });
      this.element.after(this.button); // after the part: what is being typed stays where it is
      this.room.say(this.room.words.wordWaits);
    }
    this.button.textContent = fill(this.room.words.wordNew, { count: Math.max(this.behind, 1) });
  }

  replace(page) {
    const part = this.element;
    const found = [...page.querySelectorAll("[data-live]")].find((one) => one.dataset.live === part.dataset.live);
    const source = found ?? page.body;
    const typed = this.wished ? this.take() : [];
    const focused = this.button === document.activeElement ? part : this.findFocus();
    this.button?.remove();
    this.button = null;
    this.wished = false;
    if (found) for (const name of ["data-pulse", "data-unit", "class", "data-status"]) if (found.hasAttribute(name)) part.setAttribute(name, found.getAttribute(name));
    if (part.innerHTML === source.innerHTML) return;
    const above = part.getBoundingClientRect().bottom <= 0;
    const height = part.offsetHeight, x = scrollX, y = scrollY;
    part.replaceChildren(...source.childNodes);
    globalThis.htmx?.process?.(part);
    scrollTo({ left: x, top: above ? y + part.offsetHeight - height : y, behavior: "instant" });
    this.giveBack(typed);
    this.focusAgain(focused);
    part.dispatchEvent(new CustomEvent("wg:replaced", { bubbles: true }));
    if (part.dataset.live && part.hasAttribute("data-says")) this.room.say(fill(this.room.words.wordChanged, { change: this.room.pulse }));
  }

  // What was typed, to be put into the new fields of the same names; what finds no field is shown to be copied.
  take() {
    return [...this.element.querySelectorAll(TYPED)].filter(changed)
      .map((field) => ({ form: field.form?.getAttribute("action") ?? "", name: field.name, id: field.id, value: field.value, checked: field.checked, toggles: toggles(field) }));
  }

  giveBack(typed) {
    for (const one of typed) {
      const field = [...this.element.querySelectorAll(TYPED)].find((found) => found.name === one.name && found.id === one.id
        && (found.form?.getAttribute("action") ?? "") === one.form && (!one.toggles || found.value === one.value));
      if (field && one.toggles) field.checked = one.checked;
      else if (field) field.value = one.value;
      else if (!one.toggles) {
        const label = document.createElement("label"), area = document.createElement("textarea");
        label.className = "field";
        area.readOnly = true;
        area.rows = 4;
        area.value = one.value;
        label.append(this.room.words.wordKept ?? "", area);
        this.element.append(label);
      }
    }
  }

  findFocus() {
    const one = document.activeElement;
    return this.element.contains(one) ? { tag: one.tagName, id: one.id, name: one.name, value: one.value, href: one.getAttribute("href"), text: one.textContent } : null;
  }

  focusAgain(one) {
    if (!one) return;
    let found = this.element;
    if (!(one instanceof Element)) {
      found = [...this.element.querySelectorAll(one.tag)].find((now) => now.id === one.id && now.name === one.name && now.getAttribute("href") === one.href
        && (one.tag === "INPUT" || now.textContent === one.text)) ?? this.element;
    }
    if (found === this.element && !found.hasAttribute("tabindex")) found.tabIndex = -1;
    found.focus({ preventScroll: true });
  }
}

class Room {
  constructor(bar) {
    this.bar = bar;
    this.words = bar.dataset;
    this.status = bar.querySelector("[data-live-status]");
    this.notice = bar.querySelector("[data-live-notice]");
    this.pulse = Number(bar.dataset.pulse);
    this.act = Number(bar.dataset.act);
    this.focus = Number(bar.dataset.focus) || 0;
    // The time of day goes by the server's and by what passed since: a clock that is wrong, or jumps, does no harm.
    this.at = Date.parse(bar.dataset.at);
    this.heardAt = this.changedAt = performance.now();
    this.failures = 0;
    this.parts = new Map();
    this.source = null;
    this.timer = this.watchdog = this.retry = 0;
    this.over = false;
    this.prepareFollowing();
    document.addEventListener("visibilitychange", () => this.turn());
    addEventListener("online", () => this.turn());
    addEventListener("pagehide", () => this.rest());
    addEventListener("pageshow", (event) => { if (event.persisted) this.turn(); });
    this.turn();
  }

  // A hidden page rests, and asks at once when it is looked at again.
  turn() {
    this.rest();
    if (document.visibilityState === "hidden" || this.over) return;
    this.ask();
    this.connect();
  }

  rest() {
    for (const timer of [this.timer, this.watchdog, this.retry]) clearTimeout(timer);
    this.source?.close();
    this.source = null;
  }

  askLater() {
    clearTimeout(this.timer);
    if (document.visibilityState === "hidden" || this.over || this.source?.readyState === 1) return;
    const time = performance.now() - this.changedAt > CALM ? ASK_IDLE : ASK;
    this.timer = setTimeout(() => this.ask(), spread(Math.min(time * 2 ** Math.min(this.failures, 4), 30000)));
  }

  async ask() {
    clearTimeout(this.timer);
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(`${this.bar.dataset.room}?since=${this.act}`, {
        cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(WAIT), headers: { Accept: "application/json", "If-None-Match": `"${this.pulse}"` },
      });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) this.refused();
      else if (answer.status === 304) this.heard(answer);
      else if (answer.ok) { const told = await answer.json(); this.heard(answer); this.told(told); }
      else throw new Error(`${answer.status}`);
    } catch {
      this.failures += 1;
      this.show();
    }
    this.asking = false;
    this.askLater();
  }

  refused() {
    this.over = true;
    this.rest();
    this.status.textContent = this.words.wordRefused;
  }

  heard(answer) {
    const date = Date.parse(answer?.headers.get("Date") ?? "");
    const passed = performance.now() - this.heardAt;
    this.at = Number.isNaN(date) ? this.at + passed : Math.max(date, this.at);
    this.heardAt = performance.now();
    this.failures = 0;
    for (const part of this.findParts()) if (part.owing) part.fetch();
    this.show();
  }

  connect() {
    if (!this.bar.dataset.stream || !globalThis.EventSource || this.source || this.over) return;
    const source = this.source = new EventSource(this.bar.dataset.stream, { withCredentials: true });
    const read = (event, use) => {
      clearTimeout(this.watchdog);
      this.watchdog = setTimeout(() => this.broke(source), SILENT);
      let told;
      try { told = JSON.parse(event.data); } catch { return; } // half a message says nothing
      this.heard();
      use(told);
    };
    source.addEventListener("pulse", (event) => read(event, (told) => this.told(told)));
    source.addEventListener("ping", (event) => read(event, (told) => { if (told.pulse !== this.pulse) this.ask(); }));
    source.addEventListener("open", () => clearTimeout(this.timer));
    source.addEventListener("error", () => this.broke(source));
  }

  // The stream is refused, or broke: the page asks, at once and then as without streams, and tries a stream again after a while.
  broke(source) {
    if (this.source !== source) return;
    source.close();
    this.source = null;
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), spread(STREAM_AGAIN));
    this.ask();
  }

  told({ pulse, act, focus, since, units }) {
    if (pulse === this.pulse) return;
    const changes = Math.max(pulse - this.pulse, 1);
    const whole = since > this.act || act < this.act; // more than is named here: all is fetched
    const named = new Set(units.filter(([, last]) => last > this.act).map(([unit]) => unit));
    const moved = (focus ?? 0) !== this.focus;
    Object.assign(this, { pulse, act, focus: focus ?? 0, changedAt: performance.now() });
    for (const part of this.findParts()) if (part.concerns(whole ? null : named)) part.owe(changes);
    if (moved) this.go();
    this.show();
    this.bar.dispatchEvent(new CustomEvent("wg:pulse", { bubbles: true, detail: { pulse, act, focus } }));
  }

  findParts() {
    for (const element of document.querySelectorAll("[data-live]")) if (!this.parts.has(element)) this.parts.set(element, new Part(element, this));
    for (const element of this.parts.keys()) if (!element.isConnected) this.parts.delete(element);
    return [...this.parts.values()];
  }

  say(words) {
    this.steady(() => { this.notice.textContent = words ?? ""; });
  }

  // Changes a line of the bar; what has the focus stays where it is on the screen, should the line grow.
  steady(change) {
    const held = document.activeElement, before = held?.getBoundingClientRect().top;
    change();
    const moved = held && held !== document.body ? held.getBoundingClientRect().top - before : 0;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  }

  show() {
    if (this.over) return;
    const format = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: this.bar.dataset.zone });
    const behind = Math.max(0, ...[...this.parts.values()].map((part) => (part.owing || part.busy ? part.behind : 0)));
    const words = this.failures > 1 ? this.words.wordLost : behind ? this.words.wordBehind : this.words.wordNow;
    const sentence = fill(words, { time: format.format(this.at), change: this.pulse, count: behind });
    if (this.status.textContent !== sentence) this.steady(() => { this.status.textContent = sentence; });
    this.bar.dataset.shown = String(this.pulse - behind);
    this.bar.dataset.by = this.source?.readyState === 1 ? "stream" : "asking";
  }

  // Going where the room goes: only where that is wished, and never while something is being typed.
  prepareFollowing() {
    const place = this.bar.querySelector("[data-follow]");
    this.switch = place?.querySelector("input");
    if (!this.switch) return;
    place.hidden = false;
    const key = `wg-follow:${this.bar.dataset.room}`;
    try { this.switch.checked = localStorage.getItem(key) === "yes"; } catch { /* not kept, then */ }
    this.switch.defaultChecked = this.switch.checked;
    this.switch.addEventListener("change", () => {
      try { localStorage.setItem(key, this.switch.checked ? "yes" : "no"); } catch { /* not kept, then */ }
      this.go();
    });
  }

  go() {
    const goto = this.bar.dataset.goto;
    if (!this.switch?.checked || !this.focus || !goto) return;
    const address = new URL(goto.replace(/\/0(?=[/?#]|$)/, `/${this.focus}`), location.href);
    if (address.pathname === location.pathname && !address.hash) return;
    if (!holdsTyping(document)) { location.assign(address); return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = this.words.wordElsewhere;
    button.addEventListener("click", () => location.assign(address));
    this.notice.replaceChildren(button);
  }
}

// A page with parts and no line of its own gets one, at its end.
function makeBar() {
  const reading = document.querySelector("[data-live]") && location.pathname.match(/^\/n\/\d+/);
  if (!reading) return null;
  const made = document.createElement("div"), status = document.createElement("p"), notice = document.createElement("p");
  const pulse = document.querySelector("[data-live][data-pulse]")?.dataset.pulse ?? "-1";
  Object.assign(made.dataset, {
    room: `${reading[0]}/live`, pulse, act: "0", focus: "", at: new Date().toISOString(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    wordNow: "As of {time}, change {change}", wordBehind: "As of {time}; {count} newer changes are on their way",
    wordLost: "No connection since {time}", wordRefused: "Reload this page", wordNew: "{count} new · show",
  });
  status.className = notice.className = "quiet small";
  status.dataset.liveStatus = notice.dataset.liveNotice = "";
  notice.setAttribute("role", "status");
  made.append(status, notice);
  document.querySelector("main .main, main")?.append(made);
  return made;
}

const bar = document.querySelector("[data-room]") ?? makeBar();
if (bar) new Room(bar);
