// Says which files were chosen and how large they are, warns before the upload when they are too large, takes dropped files, and says
// that the upload is under way. The server checks all of it again; the page works without this.
const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang || "en", { maximumFractionDigits: 1 })} MB`;

for (const input of document.querySelectorAll("input[type=file]")) {
  const status = input.parentElement.querySelector("[data-upload-status]");
  const say = (words, failed = false) => {
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("failed", failed);
  };
  const summary = () => {
    const files = [...input.files];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    return { count: files.length, size, limit: Number(input.dataset.limit) || Infinity };
  };
  input.addEventListener("change", () => {
    const { count, size, limit } = summary();
    if (!count) say("");
    else if (size > limit) say(`${count} chosen, ${megabytes(size)}: more than ${megabytes(limit)}. Choose fewer files.`, true);
    else say(`${count} chosen, ${megabytes(size)}.`);
  });
  input.addEventListener("dragover", () => input.classList.add("over"));
  for (const name of ["dragleave", "drop"]) input.addEventListener(name, () => input.classList.remove("over"));
  input.form?.addEventListener("submit", () => {
    const { count, size } = summary();
    if (count) say(`Sending ${count} files, ${megabytes(size)}. Please wait; this page changes by itself when they are read.`);
  });
}
