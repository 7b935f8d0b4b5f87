// The keys of the queue, and what is new: every list works without.
(() => {
  const page = document.querySelector("[data-queue]");
  if (!page) return;
  const one = (selector) => page.querySelector(selector);
  const rows = [...page.querySelectorAll("tr[data-number]")];
  const link = (row) => row.querySelector("th a");
  const box = (row) => row.querySelector("input[type=checkbox]");
  const dialog = { claim: one("#claim"), keys: one("#keys") };
  const OFF = "queue-keys-off";

  // which row: the one that has the focus, so that a screen reader is where the eye is
  let at = rows.findIndex((row) => `#${row.id}` === location.hash);
  const current = () => rows[at];
  const go = (to) => {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    link(current()).focus();
    current().scrollIntoView({ block: "nearest" });
  };
  rows.forEach((row, index) => {
    row.addEventListener("focusin", () => { at = index; });
    // going back from the case comes to its row again
    link(row).addEventListener("click", () => history.replaceState(null, "", `#${row.id}`));
  });
  if (current()) go(at);

  const say = (words) => { const line = one("[data-said]"); if (line) line.textContent = words; };
  const count = () => {
    const shown = one("[data-ticked]");
    if (shown) shown.textContent = rows.filter((row) => box(row)?.checked).length;
  };
  const tick = () => {
    if (!current()) go(0);
    const mine = current() && box(current());
    if (mine) { mine.checked = !mine.checked; count(); }
    else if (current()) say(one("[data-said]")?.dataset.sealed ?? "");
  };
  const claim = () => {
    if (!current()) go(0);
    if (!current() || !dialog.claim) return;
    if (!box(current())) return say(one("[data-said]")?.dataset.sealed ?? "");
    const { number } = current().dataset;
    dialog.claim.querySelector("[data-claim]").textContent = number;
    dialog.claim.querySelector("[name=number]").value = number;
    dialog.claim.showModal();
  };
  one("[data-all]")?.addEventListener("change", (event) => {
    rows.forEach((row) => { if (box(row)) box(row).checked = event.target.checked; });
    count();
  });
  page.addEventListener("change", count);
  page.querySelectorAll("[data-close]").forEach((button) => {
    button.addEventListener("click", () => button.closest("dialog").close());
  });
  one("[data-help]")?.addEventListener("click", () => dialog.keys.showModal());
  // an empty choice says nothing: it need not stand in the address
  one(".filters form")?.addEventListener("submit", (event) => {
    [...event.target.elements].forEach((field) => { field.disabled = field.name && !field.value; });
  });
  addEventListener("pageshow", () => {
    page.querySelectorAll(".filters [disabled]").forEach((field) => { field.disabled = false; });
    count();
  });

  // single keys: never while somebody writes, and whoever speaks to the computer can switch them off
  const on = one("[data-keys]");
  if (on) {
    on.checked = !localStorage.getItem(OFF);
    on.addEventListener("change", () => on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
  }
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: tick,
    a: claim,
    "/": () => document.getElementById("words")?.focus(),
    "]": () => one("[data-next]")?.click(),
    "?": () => dialog.keys?.showModal(),
  };
  let after = "", timer;
  addEventListener("keydown", (event) => {
    const writes = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k";
    if (writes || busy || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
    if (after === "g") {
      after = "";
      const target = one(`[data-go="${CSS.escape(event.key)}"]`);
      if (target) { event.preventDefault(); target.click(); }
      return;
    }
    if (event.key === "g") {
      after = "g";
      clearTimeout(timer);
      timer = setTimeout(() => { after = ""; }, 1500);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // what is new is said and never put under the hand
  const news = one("[data-news]");
  if (!news) return;
  const title = document.title;
  const ask = async () => {
    let answer;
    try {
      answer = await fetch(`/queue/news?since=${page.dataset.since}`, { headers: { Accept: "application/json" } });
    } catch { return; } // the network comes back, or the next page says that it does not
    if (answer.status === 401) {
      clearInterval(asking);
      news.textContent = await answer.text();
    } else if (answer.ok) {
      const { cases, words, notices } = await answer.json();
      if (news.textContent !== words) news.textContent = words;
      one("[data-news-link]").hidden = !cases;
      one("[data-notices]").textContent = notices;
      document.title = cases ? `(${cases}) ${title}` : title;
    }
  };
  const asking = setInterval(ask, 15000);
})();
