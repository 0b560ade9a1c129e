// Turn to the previous or next point with the arrow keys, where nobody is typing. Arrow keys, not letters: speech and other tools type letters.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const where = event.target;
  if (where.closest("input, textarea, select, [contenteditable], .scroll, details, [role=tablist]")) return;
  const forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
  const link = document.querySelector(forward ? "a[rel=next]" : "a[rel=prev]");
  if (link) {
    event.preventDefault();
    link.click();
  }
});
