// The screen: a long point is turned section by section (Space, Page Down, arrows), and says that there is more below. Nothing shrinks.
const more = document.createElement("p");
more.className = "more";
more.setAttribute("aria-hidden", "true");
more.textContent = "▼";
more.hidden = true;
document.body.append(more);

const head = () => document.querySelector(".bar")?.offsetHeight || 0;
const sections = () => [...document.querySelectorAll("main p, main h2, main section")];

function turn(forward) {
  const top = head() + 8;
  const places = sections().map((one) => one.getBoundingClientRect().top - top);
  const page = innerHeight * 0.8;
  const next = forward ? places.filter((y) => y > 8 && y <= page).pop() : Math.max(...places.filter((y) => y < -8 && y >= -page), -Infinity);
  const by = Number.isFinite(next) ? next : forward ? page : -page;
  scrollBy({ top: by, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function mark() {
  more.hidden = document.documentElement.scrollHeight - innerHeight - scrollY < 24;
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const forward = ["PageDown", "ArrowDown", " "].includes(event.key) && !event.shiftKey;
  if (!forward && !["PageUp", "ArrowUp"].includes(event.key) && !(event.key === " " && event.shiftKey)) return;
  event.preventDefault();
  turn(forward);
});
addEventListener("scroll", mark, { passive: true });
addEventListener("resize", mark);
new ResizeObserver(mark).observe(document.body);
