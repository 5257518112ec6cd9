// A figure lights the words it rests on, and words light their figure, on hover and on keyboard focus.
(() => {
  const rows = [...document.querySelectorAll("tr[data-field]")];
  const marks = [...document.querySelectorAll("mark[data-fields]")];
  const fieldsOf = (mark) => mark.dataset.fields.split(" ");
  const light = (field, on) => {
    for (const mark of marks) if (fieldsOf(mark).includes(field)) mark.classList.toggle("lit", on);
    for (const row of rows) if (row.dataset.field === field) row.classList.toggle("lit", on);
  };
  for (const row of rows) {
    for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      row.addEventListener(event, () => light(row.dataset.field, on));
    }
  }
  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => fieldsOf(mark).forEach((field) => light(field, true)));
    mark.addEventListener("mouseleave", () => fieldsOf(mark).forEach((field) => light(field, false)));
  }
})();
