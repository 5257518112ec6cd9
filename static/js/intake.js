/* The form and the receipt work without this file. With it: a draft on the device, if asked for; a word when there is
   no connection; copying and printing the receipt; a question before a page with an unsaved receipt is left. */
"use strict";

(() => {
  const DRAFT = "harmwatch-draft";
  const find = (selector) => document.querySelector(selector);

  // Browsers may refuse storage altogether (private windows, settings): then there is no draft, and all else works.
  const draft = {
    read() {
      try { return JSON.parse(localStorage.getItem(DRAFT)); } catch { return null; }
    },
    write(values) {
      try { localStorage.setItem(DRAFT, JSON.stringify(values)); return true; } catch { return false; }
    },
    clear() {
      try { localStorage.removeItem(DRAFT); } catch { /* nothing was kept, then */ }
    },
  };

  function keepDraft(form) {
    const keep = find("[data-draft-keep]");
    const state = find("[data-draft-state]");
    // What a person typed, and nothing else: no token, no trap, no files.
    const typed = [...form.querySelectorAll("textarea, .question input:not([type=file])")];
    let waiting = 0;

    const save = () => {
      const values = Object.fromEntries(typed.map((field) => [field.name, field.value]));
      state.textContent = draft.write(values) ? state.dataset.kept : state.dataset.failed;
    };
    const saveSoon = () => {
      if (!keep.checked) return;
      clearTimeout(waiting);
      waiting = setTimeout(save, 400);
    };

    find("[data-draft-offer]").hidden = false;
    const kept = draft.read();
    if (kept) {
      keep.checked = true;
      // What the server sent back with its errors is newer than the draft.
      const restored = typed.filter((field) => !field.value && kept[field.name]);
      for (const field of restored) field.value = kept[field.name];
      if (restored.length) state.textContent = state.dataset.restored;
    }
    keep.addEventListener("change", () => {
      if (keep.checked) { save(); return; }
      clearTimeout(waiting);
      draft.clear();
      state.textContent = "";
    });
    form.addEventListener("input", saveSoon);
    addEventListener("pagehide", () => { if (keep.checked && find("[data-draft-keep]")) save(); });
  }

  function mindTheLine(form) {
    const trouble = find("[data-trouble]");
    let sending = false;
    form.addEventListener("submit", (event) => {
      if (navigator.onLine === false) {
        event.preventDefault();
        trouble.textContent = form.dataset.offline;
        trouble.hidden = false;
        return;
      }
      trouble.hidden = true;
      if (sending) event.preventDefault();
      sending = true;
    });
    // Back from a page that never came: the form can be sent again.
    addEventListener("pageshow", () => { sending = false; });
    setInterval(() => { sending = false; }, 20000);
  }

  function guardReceipt(receipt) {
    draft.clear();
    let saved = false;
    const ask = (event) => { if (!saved) event.preventDefault(); };
    addEventListener("beforeunload", ask);
    find("[data-saved]").addEventListener("submit", () => { saved = true; });

    const copy = find("[data-copy]");
    const state = find("[data-copy-state]");
    find("[data-tools]").hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(receipt.dataset.receipt);
        state.textContent = copy.dataset.copied;
      } catch {
        state.textContent = copy.dataset.failed;
      }
    });
    find("[data-print]").addEventListener("click", () => print());
  }

  const form = find("form[data-draft]");
  const receipt = find("[data-receipt]");
  if (form) { keepDraft(form); mindTheLine(form); }
  if (receipt) guardReceipt(receipt);
  const errors = find("#errors");
  if (errors) errors.focus();
})();
