"use strict";
(() => {
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  const form = document.querySelector("form.entry");
  if (!form) return;
  // who is on the telephone types at once; who has to mend something is brought there
  const first = form.querySelector(".looked, [aria-invalid], .bad input") ?? form.querySelector("input[type=radio]");
  first.focus();

  const whom = form.querySelector(".whom");
  const sealed = whom.dataset.of.split(" ");
  const show = () => {
    whom.hidden = !sealed.includes(form.querySelector('input[name="kind"]:checked')?.value);
  };
  form.addEventListener("change", show);
  show();

  let changed = form.elements.words.value !== "";
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

  // who takes down a long call is at work though no page is asked for
  const every = 5 * 60 * 1000;
  let said = Date.now();
  form.addEventListener("input", async () => {
    if (Date.now() - said < every) return;
    said = Date.now();
    const answer = await fetch("/entry/still", { redirect: "manual" });
    document.querySelector("[data-expired]").hidden = answer.type !== "opaqueredirect"; // which leads to the door
  });
})();
