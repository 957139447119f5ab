// In a frame: tells the page around the chat that it is here and that Escape was pressed, and takes the focus from it.
"use strict";

(() => {
  if (window.parent === window) return;
  const NAME = "program-assistant";

  function hostOrigin() {
    try {
      return location.ancestorOrigins?.[0] ?? new URL(document.referrer).origin;
    } catch {
      return ""; // The page around us keeps it to itself.
    }
  }

  function storage() {
    try {
      return localStorage.length >= 0 ? "allowed" : "denied";
    } catch {
      return "denied";
    }
  }

  function tell(what, more) {
    const host = hostOrigin();
    if (/^https?:/.test(host)) parent.postMessage({ type: `${NAME}:${what}`, ...more }, host);
  }

  function enterBox() {
    const box = document.querySelector("#question textarea");
    if (box && document.activeElement === document.body) box.focus({ preventScroll: true });
    return Boolean(box);
  }

  document.documentElement.classList.toggle("in-panel", window.name === NAME);
  tell("ready", { storage: storage() });

  // First of all, since the chat closes an open list at Escape: that one must not close the panel too.
  document.addEventListener(
    "keydown",
    (event) => {
      const busy = event.isComposing || event.target.getAttribute?.("aria-expanded") === "true";
      if (event.key === "Escape" && !busy) tell("close");
    },
    true,
  );

  addEventListener("message", ({ origin, source, data }) => {
    if (source !== parent || origin !== hostOrigin() || data?.type !== `${NAME}:focus`) return;
    // On a touch screen the keyboard would come up and cover the chat.
    if (!matchMedia("(hover: hover) and (pointer: fine)").matches || enterBox()) return;
    const waiting = new MutationObserver(() => enterBox() && waiting.disconnect());
    waiting.observe(document, { childList: true, subtree: true });
  });
})();
