"use strict";
// The chat without leaving the page. What was said is kept in this tab only (sessionStorage).
(() => {
  const byId = (id) => document.getElementById(id);
  const [log, form, field, picker, notice] = ["log", "say", "text", "file", "notice"].map(byId);
  const words = byId("words").dataset;
  const [LONGEST, LARGEST, MOST_FILES] = [words.longest, words.largest, words.most].map(Number);
  const PATIENCE = 30000;
  const HISTORY = "history", DRAFT = "draft";
  const token = () => form.elements.token.value;
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  // the tab's memory; a browser that forbids it only loses the reload
  const load = (name, otherwise) => { try { return JSON.parse(sessionStorage.getItem(name)) ?? otherwise; } catch { return otherwise; } };
  const store = (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  let history = load(HISTORY, []);
  const remember = () => store(HISTORY, history);
  const shown = new Set(history.filter((entry) => entry.id).map((entry) => entry.id));
  let files = [], album = "", focusNext = false;

  // what is on the page
  const pattern = (id) => byId(id).content.firstElementChild.cloneNode(true);
  const nearEnd = () => window.innerHeight + window.scrollY > document.documentElement.scrollHeight - 240;
  const toEnd = () => window.scrollTo(0, document.documentElement.scrollHeight);
  const room = () => window.innerHeight - document.querySelector("footer").offsetHeight;
  const show = (bubble) => (bubble.offsetHeight + 60 > room() ? bubble.scrollIntoView() : toEnd());

  function drawReply(entry) {
    const bubble = pattern("ours");
    bubble.querySelector(".text").textContent = entry.text;
    const [overview, receipt] = [bubble.querySelector(".overview"), bubble.querySelector(".receipt")];
    const picture = entry.picture || {};
    if (picture.name === "overview") overview.querySelector("img").src = "/overview.png"; else overview.remove();
    if (picture.name === "receipt") {
      for (const part of ["number", "code"]) {
        receipt.querySelector("dd." + part).textContent = picture[part];
        receipt.querySelector("input[name=" + part + "]").value = picture[part];
      }
      receipt.querySelector("input[name=token]").value = token();
    } else receipt.remove();
    for (const [label, data] of entry.buttons) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: label, value: data, name: "pressed" });
      bubble.querySelector(".buttons").append(button);
    }
    for (const older of log.querySelectorAll(".ours:not(.old)")) older.classList.add("old");
    return bubble;
  }

  function drawOwn(entry) {
    const bubble = pattern("theirs");
    bubble.querySelector(".text").textContent = entry.text;
    bubble.querySelector(".attached").textContent = entry.fileName || "";
    bubble.querySelector(".again").addEventListener("click", () => retry(entry));
    return bubble;
  }

  function draw(entry) {
    const follow = nearEnd();
    const bubble = entry.id ? drawReply(entry) : drawOwn(entry);
    bubble.dataset.name = entry.id || entry.key;
    log.append(bubble);
    if (!entry.id) mark(entry);
    if (follow || focusNext || !entry.id) show(bubble);
    return bubble;
  }

  const bubbleOf = (name) => log.querySelector('[data-name="' + CSS.escape(name) + '"]');

  function mark(entry) {
    const bubble = bubbleOf(entry.key);
    if (!bubble) return;
    bubble.classList.toggle("waiting", entry.state === "waiting");
    const trouble = bubble.querySelector(".trouble");
    trouble.hidden = entry.state !== "failed";
    trouble.textContent = entry.state === "failed" ? entry.why : "";
    bubble.querySelector(".again").hidden = entry.state !== "failed" || Boolean(entry.fileName && !entry.file);
  }

  function settle(entry, state, why = "") {
    Object.assign(entry, { state, why });
    remember();
    mark(entry);
  }

  function takeOut(names) {
    if (!names.length) return;
    history = history.filter((entry) => !names.includes(String(entry.id || entry.key)));
    for (const name of names) bubbleOf(name)?.remove();
  }

  // what comes
  let unacknowledged = [], acknowledging = 0;

  function receive(row) {
    unacknowledged.push(row.id);
    clearTimeout(acknowledging);
    acknowledging = setTimeout(acknowledge, 400);
    if (shown.has(row.id)) return;
    shown.add(row.id);
    takeOut(row.gone);
    history.push(row);
    remember();
    const bubble = draw(row);
    if (focusNext) bubble.focus({ preventScroll: true });
    focusNext = false;
  }

  async function acknowledge() {
    const seen = [...unacknowledged];
    if (!seen.length) return;
    try {
      const body = new URLSearchParams({ token: token(), seen: seen.join(" ") });
      const answer = await fetch("/seen", { method: "POST", body, keepalive: true }); // also when the page is left
      if (answer.ok) unacknowledged = unacknowledged.filter((id) => !seen.includes(id));
    } catch { /* it goes with the next, or is sent again and recognised */ }
  }

  let stream = null;
  function listen() {
    stream?.close();
    stream = new EventSource("/events");
    stream.onmessage = (event) => receive(JSON.parse(event.data));
    stream.onopen = () => { if (notice.textContent === words.lost) notice.textContent = ""; };
    stream.onerror = () => {
      if (!leaving && !notice.textContent) notice.textContent = words.lost;
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
  }

  // what goes
  let sending = Promise.resolve(), leaving = false;
  const enqueue = (entry) => { // whatever goes wrong with one, the next is sent
    sending = sending.then(() => send(entry)).catch(() => settle(entry, "failed", words.failed));
  };

  function retry(entry) {
    settle(entry, "waiting");
    enqueue(entry);
  }

  function bodyOf(entry) {
    const body = new FormData();
    const fields = { token: token(), key: entry.key, album: entry.album || "", seen: unacknowledged.join(" ") };
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (entry.pressed !== undefined) body.append("pressed", entry.pressed); else body.append("text", entry.text);
    if (!entry.file) return new URLSearchParams(body); // which is read in less time
    body.append("file", entry.file, entry.fileName);
    return body;
  }

  function post(entry) { // not fetch, which does not tell how far an upload is
    const progress = bubbleOf(entry.key)?.querySelector("progress");
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/say");
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.timeout = entry.file ? 0 : PATIENCE;
      request.onloadend = () => { if (progress) progress.hidden = true; resolve(request); };
      if (entry.file && progress) {
        request.upload.onprogress = (event) => { progress.hidden = false; progress.value = (100 * event.loaded) / event.total; };
      }
      request.send(bodyOf(entry));
    });
  }

  async function renew() { // the browser has lost our cookie, and the form is none of the new one's
    const page = await fetch("/").then((answer) => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#say [name=token]");
    if (fresh) { form.elements.token.value = fresh.value; listen(); }
    return Boolean(fresh);
  }

  async function send(entry) {
    const patience = setTimeout(() => { if (entry.state === "waiting") think(true); }, 400);
    let answer = await post(entry);
    if (answer.status === 403 && (await renew())) answer = await post(entry);
    clearTimeout(patience);
    think(false);
    const said = answer.response || {};
    if (answer.status === 200 && said.rows) { // else it was not we who answered
      settle(entry, said.saved ? "sent" : "failed", words.notSaved);
      said.rows.forEach(receive);
    } else settle(entry, "failed", said.error || words.failed);
  }

  function think(yes) {
    document.querySelector(".thinking")?.remove();
    if (!yes) return;
    const line = Object.assign(document.createElement("p"), { className: "thinking", textContent: words.thinking });
    log.after(line);
  }

  function say(text, more = {}) {
    const entry = { key: newKey(), text, state: "waiting", ...more };
    history.push(entry);
    remember();
    draw(entry);
    enqueue(entry);
  }

  function submit() {
    const text = field.value.trim();
    if (text.length > LONGEST) return count();
    if (!text && !files.length) return field.focus();
    notice.textContent = "";
    const waiting = files;
    files = [];
    album = waiting.length > 1 ? newKey() : "";
    if (!waiting.length) say(text);
    waiting.forEach((file, index) => say(index ? "" : text, { file, fileName: file.name, album }));
    field.value = "";
    drawFiles();
    typed();
    field.focus();
  }

  // the field and its files
  function count() {
    const length = field.value.trim().length;
    byId("counter").textContent = length > LONGEST ? words.tooLong.replace("{n}", length) : length > 4500 ? length + " / " + LONGEST : "";
    byId("counter").classList.toggle("over", length > LONGEST);
  }
  function typed() {
    store(DRAFT, field.value);
    count();
    field.style.height = "auto";
    field.style.height = field.scrollHeight + 2 + "px";
  }
  function drawFiles() {
    byId("files").replaceChildren(...files.map((file) => {
      const [item, remove] = [document.createElement("li"), document.createElement("button")];
      Object.assign(remove, { type: "button", textContent: words.remove });
      remove.setAttribute("aria-label", words.remove + " " + file.name);
      remove.addEventListener("click", () => { files = files.filter((other) => other !== file); drawFiles(); picker.focus(); });
      item.append(file.name, remove);
      return item;
    }));
  }
  function pick() {
    const chosen = [...picker.files];
    const fitting = chosen.filter((file) => file.size <= LARGEST);
    files = [...files, ...fitting].slice(0, MOST_FILES);
    const full = fitting.length && files.length === MOST_FILES ? words.mostFiles : "";
    notice.textContent = fitting.length < chosen.length ? words.tooLarge : full;
    picker.value = "";
    drawFiles();
  }

  function changeType(event) {
    event.preventDefault();
    const button = byId("type"), large = button.value === "large";
    document.documentElement.dataset.type = large ? "large" : "usual";
    document.cookie = "type=" + button.value + ";path=/;max-age=31536000;samesite=strict" + (location.protocol === "https:" ? ";secure" : "");
    button.value = large ? "usual" : "large";
    button.textContent = large ? button.dataset.usual : button.dataset.large;
    typed();
  }

  // begin
  document.documentElement.classList.add("script");
  picker.multiple = true;
  for (const served of log.querySelectorAll("[data-id]")) served.remove(); // the stream brings them again
  log.setAttribute("aria-live", "off"); // what was heard before is not read out again
  for (const entry of history) {
    if (!entry.id && entry.state === "waiting") Object.assign(entry, { state: "failed", why: words.failed });
    if (entry.fileName && entry.state === "failed") { entry.why = words.fileGone; delete entry.file; }
    draw(entry);
  }
  setTimeout(() => log.setAttribute("aria-live", "polite"), 1000);
  field.value = field.value || load(DRAFT, "");
  typed();
  if (history.length) { byId("protection").open = false; toEnd(); }
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    const sends = event.ctrlKey || event.metaKey || (!event.shiftKey && matchMedia("(pointer: fine)").matches);
    if (event.key === "Enter" && sends && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); submit(); }
  });
  picker.addEventListener("change", pick);
  byId("type").addEventListener("click", changeType);
  byId("leave").addEventListener("submit", () => { leaving = true; stream?.close(); sessionStorage.clear(); });
  log.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.classList.contains("print")) return window.print();
    if (button?.name !== "pressed") return undefined;
    event.preventDefault();
    focusNext = true;
    return say(button.textContent, { pressed: button.value });
  });
  window.addEventListener("pagehide", acknowledge);
  listen();
})();
