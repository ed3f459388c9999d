// An article as a page of its own, without any script: what is saved and sent to a colleague.

import { article, title } from "./article";
import { el } from "./dom";
import type { Reading } from "./engine/types";

/** Its drawing sets lengths, so styles on elements are let through; nothing else is. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The page's HTML. `style` is that of this page. */
export function savedPage(reading: Reading, style: string): string {
  const page = document.implementation.createHTMLDocument(title(reading));
  page.documentElement.lang = "en";
  const meta = (attributes: Record<string, string>) => el("meta", attributes);
  page.head.prepend(
    meta({ charset: "utf-8" }),
    meta({ "http-equiv": "Content-Security-Policy", content: POLICY }),
    meta({ name: "viewport", content: "width=device-width, initial-scale=1" }),
  );
  page.head.append(el("style", {}, style));
  const drawn = article(reading);
  drawn.classList.add("marked");
  const head = el(
    "h1",
    {},
    el("span", { class: "brand" }, "oped"),
    el("span", { class: "question" }, "Does the author report, or argue?"),
  );
  page.body.append(el("header", { class: "site" }, head), el("main", { class: "work" }, drawn));
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}
