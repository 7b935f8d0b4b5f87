// Everything works without this file; it only makes it quicker.
document.documentElement.classList.add("script");

// What is pressed twice goes once: of two answers the browser shows the second, and the first may hold what is shown once.
const PAUSE = 3000; // after that it may be wanted again, as a download is
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PAUSE);
});
