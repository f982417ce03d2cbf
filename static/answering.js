"use strict";
// Pages of a questionnaire work without this file. It opens the questions an answer brings up, saves while one
// writes, and keeps on this device what could not be saved over a weak line.
for (const form of document.querySelectorAll("form[data-answering]")) {
  conditions(form);
  exclusive(form);
  if (form.dataset.save) autosave(form);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const form of document.querySelectorAll("form[data-send]")) {
  // Only for the eye: sent twice, it is still one answer.
  form.addEventListener("submit", () => setTimeout(() => { for (const b of form.querySelectorAll("button")) b.disabled = true; }, 0));
  window.addEventListener("pageshow", () => { for (const b of form.querySelectorAll("button")) b.disabled = false; });
}

// Questions that others bring up -------------------------------------------------------------------

function conditions(form) {
  const boxes = [...form.querySelectorAll("fieldset.q")];
  const byCode = new Map(boxes.map((box) => [box.dataset.code, box]));
  const answers = (code) => {
    const box = byCode.get(code);
    if (!box || box.disabled) return [];
    const inputs = [...box.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) => !one.name.endsWith("__other"));
    return inputs.filter((one) => !/radio|checkbox/.test(one.type) || one.checked).map((one) => one.value.trim()).filter(Boolean);
  };
  const holds = (one) => {
    const given = answers(one.q);
    if (one.r === "not_answered") return !given.length;
    if (!given.length) return false;
    if (one.r === "answered") return true;
    if (one.r === "any_of") return given.some((value) => one.v.includes(value));
    if (one.r === "none_of") return !given.some((value) => one.v.includes(value));
    const box = byCode.get(one.q);
    const number = figure(given[0], box.dataset.kind === "money" ? box.dataset.unit : "");
    if (number === null) return false;
    return one.r === "at_least" ? number >= Number(one.v[0]) : number <= Number(one.v[0]);
  };
  const apply = () => {
    // In order, so that what a closed question said opens nothing after it.
    for (const box of boxes) {
      if (!box.dataset.when) continue;
      const open = JSON.parse(box.dataset.when).every(holds);
      box.hidden = box.disabled = !open;
    }
  };
  form.addEventListener("input", apply);
  form.addEventListener("restored", apply);
  apply();
}

// “1.234,5”, “1,2 tỷ”, a bare “5” in a field of “triệu đồng”: enough to open a question at once; the server
// reads exactly.
function figure(text, unit) {
  const found = /^(-?[\d.]+(?:,\d+)?)\s*(.*)/.exec(text);
  if (!found) return null;
  const dots = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(found[1]) || found[1].includes(",");
  const number = Number((dots ? found[1].replaceAll(".", "") : found[1]).replace(",", "."));
  const word = (found[2] || unit || "").toLowerCase();
  const times = /^(tỷ|tỉ)/.test(word) ? 1e9 : /^(triệu|tr)/.test(word) ? 1e6 : /^(nghìn|ngàn)/.test(word) ? 1e3 : 1;
  return Number.isNaN(number) ? null : number * times;
}

function exclusive(form) {
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    const alone = box.hasAttribute("data-exclusive");
    for (const other of form.querySelectorAll(`input[type=checkbox][name="${box.name}"]`)) {
      if (other !== box && (alone || other.hasAttribute("data-exclusive"))) other.checked = false;
    }
  });
}

// Saving while one writes --------------------------------------------------------------------------

function autosave(form) {
  const status = form.querySelector("[data-status]");
  const place = `nscl.answer.${form.dataset.keep}`;
  let timer = 0, running = null, wait = 5000, stopped = false, leaving = false;
  let saved = content();

  function content() {
    const own = [];
    for (const [name, value] of new FormData(form)) {
      if (name !== "__mark" && name !== "__page" && typeof value === "string") own.push([name, value]);
    }
    return JSON.stringify(own);
  }
  function say(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", Boolean(bad));
  }
  function keep(now) {
    try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), content: now })); } catch { /* no room or not allowed */ }
  }
  function forget() {
    try { localStorage.removeItem(place); } catch { /* as above */ }
  }
  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function save() {
    clearTimeout(timer);
    const now = content();
    if (stopped || leaving || running || now === saved) return;
    say(form.dataset.saving);
    running = send(now);
    await running;
    running = null;
  }
  async function send(now) {
    let answer;
    try {
      const body = new URLSearchParams(new FormData(form));
      answer = await fetch(form.dataset.save, { method: "POST", body, keepalive: true });
    } catch {
      return again();
    }
    if (answer.status >= 500) return again();
    let told = {};
    try { told = await answer.json(); } catch { /* a page of the frame: told stays empty */ }
    if (told.marks) return done(told, now);
    stopped = true;
    say(told.conflict ? form.dataset.conflict : told.refused || form.dataset.ended, true);
  }
  function again() {
    say(form.dataset.failed, true);
    wait = Math.min(wait * 2, 60000);
    later(wait);
  }
  function done(told, now) {
    saved = now;
    for (const mark of form.querySelectorAll("[name=__mark]")) {
      const code = mark.closest("fieldset.q").dataset.code;
      if (code in told.marks) mark.value = `${code}.${told.marks[code]}`;
    }
    wait = 5000;
    if (content() === now) forget();
    else later(1500);
    const unread = Object.keys(told.faults).length;
    say(`${form.dataset.saved} ${told.at}${unread ? ` – ${form.dataset.unread}` : ""}`, unread);
    show(told);
  }
  function show(told) {
    for (const line of form.querySelectorAll("[data-fault]")) {
      // The one still being typed in is left alone.
      const fault = told.faults[line.dataset.fault] || "";
      const box = line.closest("fieldset.q");
      if (fault && box.contains(document.activeElement) && box.querySelector("input[type=text], textarea") === document.activeElement) continue;
      line.textContent = fault;
      line.hidden = !fault;
      if (line.dataset.fault === box.dataset.code) box.classList.toggle("bad", Boolean(fault));
    }
    for (const line of form.querySelectorAll("[data-said]")) {
      const text = told.said[line.dataset.said] || "";
      line.querySelector("b").textContent = text;
      line.hidden = !text;
    }
  }

  form.addEventListener("input", () => { keep(content()); later(1500); });
  form.addEventListener("change", () => { keep(content()); later(300); });
  window.addEventListener("online", () => { wait = 5000; save(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) {
      // Without a line the browser would put its own page over what was written.
      event.preventDefault();
      keep(content());
      say(form.dataset.failed, true);
      return;
    }
    if (!running) { leaving = true; return; }
    // One after the other, so that the page does not come into conflict with itself.
    event.preventDefault();
    const button = event.submitter;
    Promise.race([running, new Promise((go) => setTimeout(go, 4000))]).then(() => { leaving = true; running = null; form.requestSubmit(button); });
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  offerBack();

  function offerBack() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(place)); } catch { /* nothing readable */ }
    if (!kept || kept.content === saved) { forget(); return; }
    const notice = form.querySelector("[data-restore]");
    notice.hidden = false;
    notice.querySelector("[data-restore-no]").addEventListener("click", () => { forget(); notice.hidden = true; });
    notice.querySelector("[data-restore-yes]").addEventListener("click", () => { restore(JSON.parse(kept.content)); notice.hidden = true; });
  }
  function restore(pairs) {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) || []), value]);
    for (const input of form.querySelectorAll("fieldset.q input:not([type=hidden]), fieldset.q select, fieldset.q textarea")) {
      const given = values.get(input.name) || [];
      if (/radio|checkbox/.test(input.type)) input.checked = input.value !== "" && given.includes(input.value);
      else input.value = given[0] || "";
    }
    form.dispatchEvent(new Event("restored"));
    later(0);
  }
}
