// The desk by keys: everything here is a shortcut to a form or a link that works without script.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) => target instanceof HTMLElement && target.closest("textarea, select, input:not([type=checkbox], [type=radio]), dialog[open]");

  // 1. A figure lights its words, and the words their figure.
  const marks = all("mark[data-names]");
  const named = all("[data-name]");
  const light = (name, on) => {
    for (const mark of marks) if (mark.dataset.names.split(" ").includes(name)) mark.classList.toggle("on", on);
    for (const other of named) if (other.dataset.name === name) other.classList.toggle("on", on);
  };
  const follow = (element, names) => {
    const set = (on) => names().forEach((name) => light(name, on));
    for (const event of ["mouseenter", "focusin"]) element.addEventListener(event, () => set(true));
    for (const event of ["mouseleave", "focusout"]) element.addEventListener(event, () => set(false));
  };
  for (const element of named) follow(element, () => [element.dataset.name]);
  for (const mark of marks) follow(mark, () => mark.dataset.names.split(" "));
  for (const element of named) {
    element.addEventListener("focusin", () => {
      const mark = marks.find((each) => each.dataset.names.split(" ").includes(element.dataset.name));
      if (mark) mark.scrollIntoView({ block: "nearest" });
    });
  }

  // 2. Words selected in the text go to the figure that is typed next. Offsets count characters, not UTF-16 units.
  const text = document.getElementById("text");
  let words = null;
  const offset = (node, within) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !text.contains(piece)) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, within);
    return Number(piece.dataset.start) + [...range.toString()].length;
  };
  if (text) {
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
      const range = selection.getRangeAt(0);
      const start = offset(range.startContainer, range.startOffset);
      const end = offset(range.endContainer, range.endOffset);
      if (start !== null && end !== null && start < end) words = { span: `${start}:${end}`, text: range.toString() };
    });
    // A day or a place that is changed rests on the words selected before; so does a field for words that is entered.
    // The claimant is named in the words that were selected before its field is entered.
    const name = (event) => {
      if (!words || !event.target.matches?.("input[data-takes]") || event.target.value) return;
      event.target.value = words.text.trim();
      words = null;
    };
    document.addEventListener("focusin", name);
    const take = (event) => {
      const box = words && event.target.closest?.("[data-evidence]");
      if (!box || (event.type === "focusin" && !event.target.matches("input.words"))) return;
      if (event.type === "change" && event.target.matches("input.words")) return;
      box.querySelector("input.words").value = words.text.trim();
      box.querySelector(".evidence input[type=hidden]").value = words.span;
      words = null;
    };
    document.addEventListener("change", take);
    document.addEventListener("focusin", take);
    document.addEventListener("input", (event) => {
      const field = event.target;
      if (!words || !(field instanceof HTMLInputElement) || !field.classList.contains("figure")) return;
      const span = field.closest("td, .other")?.querySelector("input[type=hidden]");
      if (span) { span.value = words.span; field.title = words.text; words = null; }
    });
  }

  // 3. Places as they are typed.
  for (const box of all("[data-places]")) {
    const field = box.querySelector("input");
    const list = box.closest("fieldset").querySelector("[data-choices]");
    let timer = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const typed = field.value.trim();
        all("[data-found]", list).forEach((item) => item.remove());
        if (typed.length < 2) return;
        const address = new URL(box.dataset.places, location.href);
        address.searchParams.set("q", typed);
        address.searchParams.set("name", list.dataset.choices);
        const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || field.value.trim() !== typed) return;
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const item of all("li", found)) { item.dataset.found = ""; list.append(document.adoptNode(item)); }
      }, 200);
    });
    list.addEventListener("change", (event) => { if (event.target.closest("[data-found]")) field.value = ""; });
  }

  // 4. Keys.
  const cards = all("[data-card]");
  const rows = all("[data-keys=rows] .row-link");
  const isOpen = (card) => card.querySelector("button[data-key]") !== null;
  let at = -1;
  const go = (to) => {
    if (!cards.length) return;
    at = Math.max(0, Math.min(cards.length - 1, to));
    cards.forEach((card, number) => card.classList.toggle("current", number === at));
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };
  const anchored = cards.findIndex((card) => `#${card.id}` === location.hash);
  const broken = cards.findIndex((card) => card.querySelector(".errorlist"));
  if (cards.length) go(broken >= 0 ? broken : anchored >= 0 ? anchored : Math.max(0, cards.findIndex(isOpen)));
  for (const [number, card] of cards.entries()) card.addEventListener("focusin", () => {
    at = number;
    cards.forEach((other) => other.classList.toggle("current", other === card));
  });
  let row = rows.indexOf(document.activeElement);
  const step = (by) => {
    if (cards.length) return go(at + by);
    if (!rows.length) return;
    row = Math.max(0, Math.min(rows.length - 1, row + by));
    rows[row].focus();
  };
  const press = (key) => {
    const button = cards[at]?.querySelector(`button[data-key="${key}"]`);
    if (!button) return false;
    button.disabled || button.form.requestSubmit(button);
    return true;
  };
  const edit = () => {
    const card = cards[at];
    if (!card) return;
    card.querySelector("details.edit")?.setAttribute("open", "");
    card.querySelector("input.figure, .figure")?.focus();
  };
  const help = document.querySelector("dialog.help");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) {
      event.preventDefault();
      return cards.length ? go(at) : event.target.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "e") edit();
    else if (key === "?" && help) help.open ? help.close() : help.showModal();
    else if ("apxsc".includes(key) && key.length === 1 && press(key)) { /* sent */ }
    else if ("tr".includes(key) && document.querySelector(`button[data-key=${key}]`)) document.querySelector(`button[data-key=${key}]`).click();
    else if (link) link.click();
    else return;
    event.preventDefault();
  });

  // 5. Sent once is enough.
  for (const form of all("form")) form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "post") form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => all("form").forEach((form) => delete form.dataset.sent));
})();
