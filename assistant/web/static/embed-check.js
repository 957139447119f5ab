// Run on the page that is to show the chat: tests what the widget needs there and prints the lines to add.
"use strict";

(async () => {
  const chat = "CHAT";
  const site = location.origin;
  const NAME = "program-assistant";
  const tag = document.currentScript;
  const report = [];
  const lines = [];
  const refused = new Set();

  function note(fine, what, ...remedy) {
    report.push(`${fine ? "✓" : "✗"} ${what}`);
    lines.push(...remedy);
  }

  addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    if (blockedURI.startsWith(chat)) refused.add(effectiveDirective.replace("script-src-elem", "script-src"));
  });

  /** Whether the script may be loaded: asked for, not run. */
  const loadable = (address) =>
    new Promise((resolve) => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "script", href: address });
      link.addEventListener("load", () => resolve(true));
      link.addEventListener("error", () => resolve(false));
      document.head.append(link);
    }).finally(() => document.querySelector(`link[rel=preload][href="${CSS.escape(address)}"]`)?.remove());

  /** What the chat says from within its frame; null if it says nothing. */
  const framed = () =>
    new Promise((resolve) => {
      const frame = document.createElement("iframe");
      const listen = ({ origin, source, data }) => {
        if (origin === chat && source === frame.contentWindow && data?.type === `${NAME}:ready`) end(data);
      };
      const end = (said) => {
        removeEventListener("message", listen);
        frame.remove();
        resolve(said);
      };
      addEventListener("message", listen);
      frame.addEventListener("load", () => setTimeout(end, 1000, null));
      setTimeout(end, 20000, null);
      Object.assign(frame, { hidden: true, title: "Test of the chat", src: chat, referrerPolicy: "strict-origin" });
      frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";
      document.body.append(frame);
    });

  function show(text) {
    console.log(text);
    const host = document.createElement(`${NAME}-check`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host { all: initial; display: block; position: fixed; inset: 1rem auto auto 1rem; z-index: 2147483647 }
      section { max-width: min(44rem, 100vw - 4rem); max-height: 80vh; overflow: auto; padding: 1rem; border: 2px solid;
        background: Canvas; color: CanvasText; color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }`);
    const box = document.createElement("section");
    box.setAttribute("aria-label", "Test of the chat on this page");
    box.tabIndex = 0;
    const words = document.createElement("pre");
    words.textContent = text;
    box.append(words);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(box);
    document.body.append(host);
  }

  if (!document.body) await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));

  const known = /^https?:/.test(site);
  note(known, known ? `Origin: this page is ${site}.` : "Origin: this page has none (a sandboxed frame or a file), so no chat can be shown.");

  const mixed = location.protocol === "https:" && chat.startsWith("http:");
  if (mixed) note(false, "HTTPS: this page is https, the chat is not, and browsers refuse that.", "Serve the chat by https.");

  const able = "adoptedStyleSheets" in document && "showModal" in HTMLDialogElement.prototype;
  note(able, `Browser: ${able ? "it has what the widget needs" : "it is too old for the widget and gets a plain link"}.`);

  const script = tag?.src.startsWith(chat) || (await loadable(`${chat}/widget.js`));
  if (script) note(true, "Script: this page may load the widget.");
  else note(false, "Script: this page may not load the widget.", `Content-Security-Policy of ${site}: script-src ${chat}`);

  const said = await framed();
  if (said) {
    note(true, `Frame: this page may show the chat, and the chat may be shown here.`);
    note(true, `Storage: ${said.storage} in the frame; the chat works either way.`);
  } else if (["frame-src", "child-src", "default-src"].some((directive) => refused.has(directive))) {
    note(false, "Frame: this page may not show frames of the chat.", `Content-Security-Policy of ${site}: frame-src ${chat}`);
    report.push("  Whether the chat may be shown here can be told after that; run this again.");
  } else {
    note(false, "Frame: the chat does not let this site show it, or cannot be reached.", `Setting of the chat: ASSISTANT_ALLOWED_SITES=${site}`);
    if (top !== window) report.push("  This page is in a frame itself: the sites around it must be allowed as well.");
  }

  show([...report, "", lines.length ? "Lines to add (beside what is there already):" : "Nothing to add.", ...lines].join("\n"));
})();
