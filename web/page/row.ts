// An article as a row of the list.

import type { Item } from "./articles";
import { title } from "./article";
import { type Content, el, printable } from "./dom";
import type { Overview } from "./engine/types";
import { overviewOf } from "./order";
import { miniature } from "./ribbon";

/** The roles stand beside the elements because rows are laid out as grids, which makes some browsers forget them. */
const cell = (kind: string, ...content: Content[]) => el("td", { role: "cell", class: kind }, ...content);

/** A row with `data-file` and `data-index`; its button opens the article. */
export function row(item: Item): HTMLElement {
  const overview = overviewOf(item);
  const cells = overview ? articleCells(overview) : [];
  const error = "error" in item.result ? el("p", { class: "error" }, printable(item.result.error)) : null;
  const name = printable(overview?.name ?? item.named.name);
  const headline = overview?.headline ? printable(overview.headline) : name;
  const head = el(
    "th",
    { role: "rowheader", scope: "row", class: "name" },
    overview ? el("button", { type: "button", class: "open", dir: "auto" }, headline) : el("strong", {}, name),
    overview?.headline ? el("small", {}, name) : null,
    error,
  );
  const kind = overview ? (overview.mismatch ? "mismatch" : null) : "unread";
  return el("tr", { role: "row", class: kind, "data-file": item.file, "data-index": item.index }, head, ...cells);
}

function articleCells(overview: Overview): HTMLElement[] {
  const { article, cells, declared, mismatch } = overview;
  const places = article.shifts.map(({ paragraph, unsure }) => `${paragraph}${unsure ? "?" : ""}`).join(", ");
  return [
    cell("verdict", el("strong", { class: article.label }, overview.verdict)),
    cell("declared", mismatch && el("span", { class: "unequal" }, "≠ "), declared && printable(declared)),
    cell("argue", article.opinion_share === null ? "" : `${Math.round(100 * article.opinion_share)} %`),
    cell("turns", places),
    cell("glance-cell", miniature(cells)),
  ];
}

/** What a screen reader says when the article is opened. */
export function told(overview: Pick<Overview, "verdict" | "summary" | "mismatch" | "headline" | "name">): string {
  return `${title(overview)}: ${overview.verdict}, ${overview.summary}${overview.mismatch ? "; not what it declares" : ""}`;
}
