// Ticks that this browser alone remembers, printing, and keeping the record of an interview.
"use strict";

(() => {
  const PREFIX = "tick:";

  // In a frame of another site the browser may forbid storage: ticks then last as long as the page.
  function stored(key) {
    try {
      return localStorage.getItem(PREFIX + key) === "1";
    } catch {
      return null;
    }
  }

  function store(key, ticked) {
    try {
      if (ticked) localStorage.setItem(PREFIX + key, "1");
      else localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing to do: the tick stays on the page.
    }
  }

  const boxes = (within) => [...(within ?? document).querySelectorAll("input.tick-box")];

  function showProgress(list) {
    const all = boxes(list);
    const done = all.filter((box) => box.checked).length;
    const line = list.parentElement?.querySelector(".progress");
    const words = done ? _("{done} of {all} ticked", { done, all: all.length }) : "";
    if (line && line.textContent !== words) line.textContent = words;
  }

  function remember() {
    for (const box of boxes()) {
      if (box.dataset.known) continue;
      box.dataset.known = "1";
      box.checked = stored(box.name) ?? box.checked;
    }
    document.querySelectorAll("ul.ticks").forEach(showProgress);
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("input.tick-box");
    if (!box) return;
    store(box.name, box.checked);
    // The same document may be shown in several cards of the chat.
    for (const other of boxes()) if (other.name === box.name) other.checked = box.checked;
    document.querySelectorAll("ul.ticks").forEach(showProgress);
  });

  function record(button) {
    return button.closest(".trail").querySelector(".record").textContent;
  }

  function save(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.matches(".print")) print();
    if (button.matches(".untick")) {
      for (const box of boxes()) {
        box.checked = false;
        store(box.name, false);
      }
      document.querySelectorAll("ul.ticks").forEach(showProgress);
    }
    if (button.matches(".save-record")) save(record(button), "eligibility.txt");
    if (button.matches(".copy-record")) {
      try {
        await navigator.clipboard.writeText(record(button));
        button.textContent = _("Copied");
      } catch {
        button.textContent = _("Not copied");
      }
      setTimeout(() => (button.textContent = _("Copy the record")), 2000);
    }
  });

  addEventListener("storage", () => {
    for (const box of boxes()) box.checked = stored(box.name) ?? box.checked;
    document.querySelectorAll("ul.ticks").forEach(showProgress);
  });
  // What is folded up belongs on paper too.
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("main.plan details")) one.open = true;
  });
  remember();
  new MutationObserver(remember).observe(document.documentElement, { childList: true, subtree: true });
})();
