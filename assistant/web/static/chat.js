// What Gradio's chat leaves undone: copying a quote, where the page stands after an answer, where the focus goes.
"use strict";

(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  // On a touch screen the keyboard would come up again and cover the answer.
  const keyboard = matchMedia("(hover: hover) and (pointer: fine)");
  let shown = 0;

  const box = () => document.querySelector("#question textarea");
  const questions = () => document.querySelectorAll("#conversation .asked");

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // No permission, or a page without HTTPS: the older way still works there.
      const area = document.createElement("textarea");
      area.value = text;
      area.style.cssText = "position:fixed;opacity:0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  function quoteOf(card) {
    const text = (selector) => card.querySelector(selector)?.textContent;
    const leadIn = text(".lead-in");
    const between = card.querySelector(".skips") ? "\n…\n" : "\n";
    return (leadIn ? leadIn + between : "") + text(".quote");
  }

  function say(words) {
    let status = document.getElementById("said");
    if (!status) {
      status = document.createElement("p");
      status.id = "said";
      status.className = "hidden";
      status.setAttribute("role", "status");
      document.querySelector("main, gradio-app")?.append(status);
    }
    status.textContent = words;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("#conversation .copy");
    if (!button) return;
    const done = await copy(quoteOf(button.closest(".card")));
    if (document.activeElement === document.body) button.focus();
    const words = done ? _("Copied") : _("Not copied");
    button.textContent = words;
    say(done ? _("The quote is copied.") : _("The browser did not allow copying."));
    setTimeout(() => (button.textContent = _("Copy quote")), 2000);
  });

  // A question that the office has answered is asked as it stands, as if it had been typed.
  document.addEventListener("click", (event) => {
    const offer = event.target.closest?.("#conversation .offered button");
    const area = box();
    if (!offer || !area || area.disabled) return;
    area.value = offer.textContent;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector("#question .submit-button")?.click());
  });

  // The picture of a PDF's page costs time to draw, so that it is asked for only when somebody looks.
  async function showPage(context) {
    const link = context.querySelector("a.paged");
    if (!link || context.querySelector(".sheet")) return;
    context.querySelector(".sheets")?.remove();
    const place = document.createElement("div");
    place.className = "sheets drawing";
    place.textContent = _("The page is being drawn …");
    link.closest("p").before(place);
    try {
      const answer = await fetch(asHere(link.href.replace("/passage/", "/context/")));
      if (!answer.ok) throw new Error(answer.status);
      place.innerHTML = await answer.text();
      place.className = "sheets";
    } catch {
      place.remove();
    }
  }

  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.open && target.matches?.("#conversation .context")) showPage(target);
    },
    true,
  );

  // Asking by a button below the box or by a suggestion takes that button away, and the focus with it.
  function giveFocusBack() {
    const held = document.activeElement;
    const lost = !held || held === document.body || held.closest("#composer, #welcome, #again, .options");
    if (keyboard.matches && lost) box()?.focus({ preventScroll: true });
  }

  function settle() {
    // Gradio's messages are a button with a button inside, which screen readers cannot tell apart.
    for (const header of document.querySelectorAll(".toast-header[role]")) {
      header.removeAttribute("role");
      header.removeAttribute("tabindex");
    }
    // Gradio puts the whole HTML of a message into its label, where screen readers would spell it out.
    for (const message of document.querySelectorAll("#conversation [data-testid][aria-label]")) {
      message.removeAttribute("aria-label");
    }
    const now = questions();
    if (now.length === shown) return;
    const more = now.length > shown;
    shown = now.length;
    document.documentElement.classList.toggle("talking", shown > 0);
    if (more) {
      now[now.length - 1].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    } else {
      scrollTo({ top: 0 });
    }
    giveFocusBack();
    // Gradio disables and enables the box around a question; the focus is lost in between.
    setTimeout(giveFocusBack, 150);
  }

  // The keyboard of a phone makes the page smaller instead of lying over the box.
  document
    .querySelector("meta[name=viewport]")
    ?.setAttribute("content", "width=device-width, initial-scale=1, interactive-widget=resizes-content");
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
})();
