// Quicker ways for what the page does without it: letters for the usual steps, the countdown, drafts that outlive a reload.
(() => {
  const page = document.querySelector(".case");
  const KEYS_OFF = "queue-keys-off"; // said in the help of the queue

  function isTyping(target) {
    return target.closest("input, select, textarea, [contenteditable]") !== null;
  }

  function open(form) {
    const step = form.closest("details") || form;
    if (step.tagName !== "DETAILS") return step.querySelector("button").focus();
    step.open = true;
    step.scrollIntoView({ block: "nearest" });
    const first = step.querySelector("textarea, input:not([type=hidden]), select, button");
    first.focus({ preventScroll: true });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (localStorage.getItem(KEYS_OFF)) return;
    const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "A") found.click();
    else open(found);
  }

  function useCanned(event) {
    const form = event.target.form;
    const chosen = form.elements.canned.selectedOptions[0];
    const words = form.elements.text;
    if (!chosen || !words) return;
    event.preventDefault();
    words.value = [words.value, chosen.dataset.text].filter(Boolean).join("\n");
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
  }

  function draftKey(field) {
    return `draft ${page.dataset.officer} ${page.dataset.number} ${field.form.dataset.verb} ${field.name}`;
  }

  // A confidential case leaves nothing behind in the browser.
  function keepDrafts() {
    let isBack = false;
    for (const field of page.querySelectorAll(".step textarea")) {
      const kept = sessionStorage.getItem(draftKey(field));
      if (kept && !field.value) {
        field.value = kept;
        field.closest("details").open = true;
        isBack = true;
      } else if (field.value) {
        sessionStorage.setItem(draftKey(field), field.value); // refused or taken back: it stands in this answer alone
      }
      field.addEventListener("input", () => sessionStorage.setItem(draftKey(field), field.value));
      field.form.addEventListener("submit", (event) => {
        const stays = event.submitter && event.submitter.hasAttribute("formaction");
        if (!stays) sessionStorage.removeItem(draftKey(field)); // from here on the server has it, or gives it back
      });
    }
    document.getElementById("draft-back").hidden = !isBack;
  }

  function isUnsaved() {
    return [...page.querySelectorAll(".step textarea")].some((field) => field.value !== field.defaultValue);
  }

  async function ended(bar, words) {
    const answer = await fetch(bar.dataset.ask, { headers: { accept: "application/json" } }).catch(() => null);
    if (answer && answer.ok && (await answer.json()).waits) return setTimeout(() => ended(bar, words), 1000);
    if (!isUnsaved()) return location.replace(bar.querySelector(".button").href);
    words.textContent = words.dataset.done;
    bar.querySelector("button").hidden = true;
    bar.querySelector(".button").hidden = false;
  }

  function countDown(bar) {
    const words = bar.querySelector("p");
    const until = Date.now() + Number(bar.dataset.left) * 1000;
    const said = words.textContent;
    words.setAttribute("aria-live", "off"); // said once by role=status; a number each second would be noise
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      words.textContent = said.replace(/\d+/, left);
      if (left > 0) return;
      clearInterval(timer);
      words.setAttribute("aria-live", "polite");
      setTimeout(() => ended(bar, words), 700);
    }, 500);
  }

  document.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll(".use-canned")) button.addEventListener("click", useCanned);
  if (page && page.hasAttribute("data-keeps-drafts")) keepDrafts();
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => sessionStorage.clear());
  }
  const bar = document.querySelector(".waits");
  if (bar) countDown(bar);
  const first = document.querySelector(".step .refused, .step .told");
  if (first) first.focus();
})();
