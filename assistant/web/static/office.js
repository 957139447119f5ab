// What an applicant tells the office: whether an answer helped, and a message where it did not.
"use strict";

(() => {
  // The server wrote both into the id: what was recorded, and the session that may speak of it.
  const recorded = (area) => {
    const [, entry, session] = area.id.match(/entry\.([^.]+)\.(.+)$/);
    return { entry, session };
  };

  const answered = (area, words) => {
    area.querySelector(".told")?.remove();
    const line = document.createElement("p");
    line.className = "told";
    line.setAttribute("role", "status");
    area.append(line);
    line.textContent = words;
    return line;
  };

  async function send(path, body) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return;
    const told = await response.json().catch(() => null);
    throw new Error(told?.error?.message ?? _("It could not be sent."));
  }

  async function rate(button, area) {
    const good = button.matches(".good");
    try {
      await send("/api/v1/ratings", { ...recorded(area), good });
    } catch (error) {
      answered(area, `${_("It could not be kept.")} ${error.message}`);
      return;
    }
    for (const one of area.querySelectorAll(".rate")) one.setAttribute("aria-pressed", String(one === button));
    if (!good) area.querySelector(".to-office")?.classList.remove("hidden-at-first");
    answered(area, good ? _("Thank you.") : _("Thank you. You can ask the program office instead."));
  }

  const field = (label, input, id) => {
    const caption = document.createElement("label");
    caption.textContent = label;
    caption.htmlFor = input.id = id;
    return [caption, input];
  };

  // Built here and not on the server: Gradio clears forms out of what is shown in a conversation.
  function openForm(area) {
    if (area.querySelector("form")) return;
    const form = document.createElement("form");
    const words = document.createElement("textarea");
    const address = document.createElement("input");
    const button = document.createElement("button");
    const note = document.createElement("p");
    const number = document.querySelectorAll(".office form").length;
    const asked = [...document.querySelectorAll("#conversation .asked")].filter(
      (one) => one.compareDocumentPosition(area) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    words.value = asked.at(-1)?.querySelector(".words").textContent.trim() ?? "";
    words.required = address.required = true;
    words.maxLength = 8000;
    words.rows = 4;
    address.type = "email";
    address.maxLength = 320;
    address.autocomplete = "email";
    button.textContent = _("Send to the office");
    note.className = "hint";
    note.textContent = _("The office sees your message, your address and what you asked here, and keeps them for a while. Leave out health and other private details.");
    form.append(
      ...field(_("Your message"), words, `office-words-${number}`),
      ...field(_("Your e-mail address, for the reply"), address, `office-address-${number}`),
      note,
      button,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await send("/api/v1/messages", {
          ...recorded(area),
          message: words.value,
          reply_to: address.value,
        });
        form.remove();
        answered(area, _("Your message is with the program office.")).tabIndex = -1;
        area.querySelector(".told").focus();
      } catch (error) {
        button.disabled = false;
        answered(area, `${_("It could not be sent.")} ${error.message}`);
      }
    });
    area.querySelector(".to-office").replaceWith(form);
    words.focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#conversation .office button[type=button]");
    if (!button) return;
    const area = button.closest(".office");
    if (button.matches(".rate")) rate(button, area);
    else openForm(area);
  });
})();
