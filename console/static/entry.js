"use strict";
(() => {
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  document.querySelector(".looked")?.focus();
  const form = document.querySelector("form.entry");
  if (!form) return;

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
    document.querySelector("[data-expired]").hidden = answer.status === 204;
  });
})();
