// A button that opens the chat in a frame on any page; docs/embedding.md tells more.
"use strict";

(() => {
  const NAME = "program-assistant";
  const WORDS = {
    en: ["Ask a question", "Close"],
    es: ["Haga una pregunta", "Cerrar"],
    zh: ["提问", "关闭"],
    hi: ["प्रश्न पूछें", "बंद करें"],
    ar: ["اطرح سؤالاً", "إغلاق"],
    fr: ["Poser une question", "Fermer"],
  };
  const SMALL = "(max-width: 480px), (max-height: 480px)";
  const styles = (bottom) => `
    :host { all: initial !important; position: fixed !important; z-index: ${zIndex} !important;
      inset-block-end: ${bottom}px !important; inset-inline-${side}: 16px !important }
    button, dialog { font: 16px/1.4 var(--assistant-font, system-ui, sans-serif) }
    button { min-height: 48px; padding: 8px 20px; border: 2px solid var(--assistant-on-accent, #fff);
      border-radius: 24px; background: var(--assistant-accent, #0d5c55); color: var(--assistant-on-accent, #fff) }
    dialog { position: fixed; inset: auto; inset-block-end: ${bottom + 64}px; inset-inline-${side}: 16px;
      width: min(400px, 100% - 32px); height: min(640px, 100dvh - ${bottom + 80}px); max-width: none; max-height: none;
      box-sizing: border-box; margin: 0; padding: 0; flex-direction: column; border: 1px solid; border-radius: 12px;
      overflow: hidden; outline: 0; background: Canvas; color: CanvasText; color-scheme: ${theme || "light dark"} }
    dialog[open] { display: flex }
    div { display: flex; align-items: center; justify-content: space-between; padding-inline-start: 16px }
    div button { border: 0; background: none; color: inherit }
    a { padding: 16px }
    iframe { flex: 1; border: 0 }
    @media ${SMALL} { dialog { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0 } }
    @media print { :host { display: none !important } }`;

  const script = document.currentScript || document.querySelector(`script[src*="/widget"]`);
  const given = { ...script?.dataset };
  const zIndex = /^\d{1,9}$/.test(given.zIndex) ? given.zIndex : 2147483000;
  const theme = /^(light|dark)$/.test(given.theme) && given.theme;
  let label, title, lang, side, chat;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  }

  function link(why) {
    console.warn(`${NAME}: ${why}; ${chat.origin}/embed tells why`);
    return make("a", { href: chat, target: "_blank", rel: "noopener" }, label + " ↗");
  }

  function read() {
    chat = new URL(script.src.replace(/widget(\/[^/]*)?\.js.*/, ""));
    lang = (given.lang || document.documentElement.lang).slice(0, 2).toLowerCase();
    if (!WORDS[lang]) lang = "en";
    label = given.label || WORDS[lang][0];
    title = given.title || label;
    const left = getComputedStyle(document.body).direction === "rtl" ? "right" : "left";
    side = given.position?.match("start|" + left) ? "start" : "end";
    chat.searchParams.set("lang", lang);
    if (theme) chat.searchParams.set("__theme", theme);
    if (given.program) chat.searchParams.set("program", given.program);
  }

  function build() {
    const others = [...document.querySelectorAll(NAME)];
    if (others.some((other) => other.chat === chat.href)) return; // The same tag twice.
    const bottom = 16 + 64 * others.filter((other) => other.side === side).length;
    const host = make(NAME, { role: "region", "aria-label": others.length ? `${title} ${others.length + 1}` : title });
    Object.assign(host, { chat: chat.href, side });
    const sheet = new CSSStyleSheet();
    const fitting = new CSSStyleSheet();
    sheet.replaceSync(styles(bottom));
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet, fitting];

    const button = make("button", { lang: given.label ? "" : lang, "aria-expanded": false, "aria-controls": "panel" }, label);
    const close = make("button", { lang, "aria-label": WORDS[lang][1] }, "✕");
    const heading = make("div", {}, make("b", { id: "title" }, title), close);
    const dialog = make("dialog", { id: "panel", role: "dialog", "aria-labelledby": "title", tabindex: -1 }, heading);
    root.append(button, dialog);
    const small = matchMedia(SMALL);
    const view = visualViewport;
    let frame, failed, alive;

    function load() {
      frame = make("iframe", {
        name: NAME,
        title,
        src: chat,
        sandbox:
          "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
        referrerpolicy: "strict-origin",
        allow: "clipboard-write",
      });
      // A refused frame loads, too: only a message from within says that the chat is there.
      frame.onload = () => setTimeout(fail, 1000);
      setTimeout(fail, 20000);
      dialog.append(frame);
    }

    function fail() {
      if (alive || failed) return;
      frame.hidden = true;
      heading.after((failed = link("no chat in the frame")));
      if (root.activeElement === dialog) failed.focus();
    }

    function enter() {
      frame.focus();
      frame.contentWindow.postMessage({ type: NAME + ":focus" }, chat.origin);
    }

    function show(focus) {
      if (!frame) load();
      button.setAttribute("aria-expanded", true);
      if (!focus) return (dialog.open = true); // Unlike show(), it leaves the focus where it is.
      small.matches ? dialog.showModal() : dialog.show();
      dialog.setAttribute("aria-modal", small.matches);
      dialog.focus();
      if (alive) enter();
    }

    // The keyboard of a phone lies over the page.
    const fit = () =>
      view.scale > 1 ||
      fitting.replaceSync(`@media ${SMALL} { dialog { top: ${view.offsetTop}px; height: ${view.height}px } }`);
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    button.onclick = () => (dialog.open ? dialog.close() : show(true));
    close.onclick = () => dialog.close();
    root.addEventListener("keydown", ({ key }) => key === "Escape" && dialog.close());
    dialog.onclose = () => {
      if (dialog.open) return; // It goes on in the other size.
      button.setAttribute("aria-expanded", false);
      button.focus();
    };
    small.onchange = () => {
      if (!dialog.open) return;
      dialog.close();
      show(true);
    };
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== chat.origin || source !== frame?.contentWindow) return;
      if (data?.type === NAME + ":close") dialog.close();
      if (data?.type !== NAME + ":ready") return;
      alive = true;
      frame.hidden = false;
      failed?.remove();
      if (root.activeElement === dialog) enter();
    });
    document.body.append(host);
    if (given.open === "true" && !small.matches) show();
  }

  function start() {
    try {
      read();
      build();
    } catch ({ message }) {
      if (chat) document.body.append(make("aside", { "aria-label": title }, link(message)));
      else console.warn(`${NAME}: ${message}`);
    }
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
