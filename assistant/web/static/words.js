// The page's language: what our scripts say, and links that keep what the address asks for.
"use strict";

// A message in the page's language, which the page carries; English where it carries none.
const _ = ((table) => (message, values = {}) =>
  (table[message] ?? message).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place))(
  JSON.parse(document.documentElement.dataset.words ?? "{}"),
);

// An address of our own that shows the page in the language and the colours that this one's address asks for.
const asHere = (() => {
  const here = new URLSearchParams(location.search);
  const kept = ["lang", "__theme"].filter((name) => here.has(name));
  return (address) => {
    const url = new URL(address, location.href);
    if (url.origin === location.origin) for (const name of kept) url.searchParams.set(name, here.get(name));
    return url.href;
  };
})();

(() => {
  // Gradio's own words follow the browser, whatever the page asks for.
  const { lang } = document.documentElement;
  if (lang && !navigator.language?.startsWith(lang)) {
    Object.defineProperty(navigator, "language", { get: () => lang });
    Object.defineProperty(navigator, "languages", { get: () => [lang] });
  }

  const keep = ({ target }) => {
    const link = target.closest?.("a[href]");
    // A place on this page needs nothing, and a new address would load the page again.
    if (link && /^\/(?!\/)/.test(link.getAttribute("href"))) link.href = asHere(link.href);
  };
  for (const kind of ["click", "auxclick", "contextmenu"]) document.addEventListener(kind, keep, true);
})();
