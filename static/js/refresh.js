// A change of the filter without loading the page anew: links and forms that lead to the page itself with another
// filter bring its new content and leave the map standing. Without this script they are plain links and forms.
(() => {
  let latest = 0;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.getAttribute("href"), location.href);
    const column = link.dataset.order && link.closest("table") ? link : null;
    if (isHere(url) && (column || !url.hash)) take(event, url, column);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const url = new URL(form.getAttribute("action") || location.pathname, location.href);
    if (form.method !== "get" || !isHere(url)) return;
    const said = [...new FormData(form)].filter(([, value]) => value.trim());
    url.search = new URLSearchParams(said).toString();
    take(event, url);
  });

  window.addEventListener("popstate", () => show(new URL(location.href)));

  function isHere(url) {
    return url.origin === location.origin && url.pathname === location.pathname;
  }

  async function take(event, url, column) {
    event.preventDefault();
    if (await show(url, column)) history.pushState(null, "", url);
  }

  /** Where the reader stands after a change: at the same head of the same table, else at the page's heading. */
  function stand(column) {
    const heads = column ? [...document.querySelectorAll("main [data-order]")] : [];
    const same = heads.find((each) => each.dataset.order === column.dataset.order && each.hash === column.hash);
    const target = same || document.querySelector("main h1");
    if (!same) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** Put the page's new content in place; false when a later click has overtaken this one. */
  async function show(url, column) {
    const turn = ++latest;
    document.documentElement.setAttribute("aria-busy", "true");
    document.dispatchEvent(new CustomEvent("harmwatch:asked", { detail: url })); // the map asks for its part meanwhile
    let answer;
    try {
      answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.status);
    } catch {
      location.assign(url); // the browser says better than we could what is wrong
      return false;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return false;
    keepMap(page);
    for (const part of ["main", "footer.site", ".language", ".digits"]) {
      const coming = page.querySelector(part);
      if (coming) document.querySelector(part)?.replaceWith(document.adoptNode(coming));
    }
    document.title = page.title;
    document.documentElement.removeAttribute("aria-busy");
    stand(column);
    document.dispatchEvent(new Event("harmwatch:shown"));
    return true;
  }

  function keepMap(page) {
    const [standing, coming] = [document, page].map((each) => each.getElementById("map"));
    if (!standing || !coming) return;
    for (const { name, value } of coming.attributes) if (name.startsWith("data-")) standing.setAttribute(name, value);
    coming.replaceWith(page.adoptNode(standing));
  }
})();
