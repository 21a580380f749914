// Small comforts. Every page works without this file. No storage, no request to another host.
(() => {
  "use strict";
  const doc = document, body = doc.body;

  // Snel weg: Shift three times within 5 seconds, or the link. Takes this page out of the history.
  const away = () => { if (body.dataset.snelWeg) location.replace(body.dataset.snelWeg); };
  let shifts = [];
  doc.addEventListener("keydown", (e) => {
    if (e.key !== "Shift") { shifts = []; return; }
    if (e.repeat) return;
    const now = Date.now();
    shifts = shifts.filter((t) => now - t < 5000).concat(now);
    if (shifts.length >= 3) away();
  });
  doc.addEventListener("click", (e) => {
    if (e.target.closest("a[data-weg]")) { e.preventDefault(); away(); }
    if (e.target.closest("[data-print]")) print();
  });

  // A page that comes back from the browser's memory may show what was wiped: fetch it again.
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  // Lees voor: only with a voice on this device (no text leaves it), in the language of the page.
  const synth = window.speechSynthesis, readButton = doc.querySelector("[data-lees-voor]");
  if (synth && readButton) {
    const label = readButton.querySelector("span"), start = label.textContent;
    let voice, reading = false;
    const find = () => {
      const lang = doc.documentElement.lang.slice(0, 2);
      voice = synth.getVoices().find((v) => v.localService && v.lang.slice(0, 2).toLowerCase() === lang);
      readButton.hidden = !voice;
    };
    const stop = () => { reading = false; synth.cancel(); label.textContent = start; };
    find();
    synth.addEventListener?.("voiceschanged", find);
    readButton.addEventListener("click", () => {
      if (reading) { stop(); return; }
      synth.cancel();
      const lines = doc.getElementById("inhoud").innerText.split(/\n+/).map((l) => l.trim()).filter(Boolean);
      reading = true;
      label.textContent = readButton.dataset.stop;
      lines.forEach((line, i) => {
        const said = new SpeechSynthesisUtterance(line);
        said.voice = voice;
        said.lang = voice.lang;
        said.rate = 0.95;
        if (i === lines.length - 1) said.onend = () => { if (reading) stop(); };
        synth.speak(said);
      });
    });
    addEventListener("pagehide", stop);
  }

  // Still there? The answers live 60 minutes; two minutes before the end we ask. Staying away reloads the page, then they are gone.
  const quiet = doc.getElementById("stil");
  if (quiet && quiet.showModal) {
    let ask, gone;
    const arm = (minutes) => {
      clearTimeout(ask);
      clearTimeout(gone);
      ask = setTimeout(() => {
        quiet.showModal();
        gone = setTimeout(() => location.reload(), 120000);
      }, minutes * 60000);
    };
    // "Ik ga verder" seals the answers anew: another hour. A page that htmx puts in came with a new cookie.
    quiet.addEventListener("close", () => { fetch(quiet.dataset.verleng, { method: "POST", redirect: "manual" }).catch(() => {}); arm(58); });
    doc.addEventListener("htmx:after:swap", () => arm(58));
    arm(Number(quiet.dataset.na) || 58);
  }

  // What only works with a script shows itself now.
  const ready = () => {
    doc.querySelectorAll("[data-print]").forEach((b) => { b.hidden = false; });
    const first = doc.querySelector("[data-fouten]");
    if (first) first.focus();
  };
  ready();

  // Results for what is typed: never in the way of danger. When the answer is another page, go there.
  doc.addEventListener("htmx:before:swap", (e) => {
    const ctx = e.detail.ctx, url = ctx.response?.raw?.url;
    if (ctx.target?.id === "resultaten" && url && new URL(url).pathname !== location.pathname) {
      e.preventDefault();
      location.assign(url);
    }
  });

  // After htmx has put in a new page: to its question, else its heading, or its mistakes.
  doc.addEventListener("htmx:after:swap", (e) => {
    ready();
    const count = doc.querySelector("[data-aantal]"), said = doc.getElementById("melding");
    if (count && said) said.textContent = count.textContent;
    if (e.detail.ctx.target?.id === "inhoud" && !doc.querySelector("[data-fouten]")) {
      const next = doc.getElementById("vraag-nu") || doc.querySelector("[data-focus]");
      scrollTo(0, 0);
      if (next?.tagName !== "H1") next?.scrollIntoView();
      next?.focus({ preventScroll: true });
    }
  });

  // No answer from the server through htmx: send the form the plain way, with the button that was pressed.
  let pressed;
  doc.addEventListener("submit", (e) => { pressed = e.submitter; }, true);
  doc.addEventListener("htmx:error", (e) => {
    const form = e.detail?.ctx?.sourceElement;
    if (!(form instanceof HTMLFormElement) || form.hasAttribute("data-hx-trigger")) return;
    if (pressed?.name && pressed.form === form) {
      const copy = doc.createElement("input");
      copy.type = "hidden";
      copy.name = pressed.name;
      copy.value = pressed.value;
      form.append(copy);
    }
    form.submit();
  });
})();
