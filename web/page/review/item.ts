// A row in its article, with what speaks for its label, and the buttons that decide.

import { el, printable, sentence } from "../dom";
import type { Reading, View } from "../engine/types";
import { type Changes, numbers } from "../numbers";
import { marked } from "../paragraphs";
import type { ItemInArticle, Neighbour, Review } from "./api";
import { type Choice, choices, noteKey, told } from "./verdicts";

/** Paragraphs before and after the row that are shown at once. */
const NEAR = 3;

export interface Acts {
  decide(verdict: string): void;
  undo(): void;
  step(by: number): void;
}

/** The row's element. Its heading is `#row`, its note `#note`. */
export function itemView(review: Review, item: ItemInArticle, acts: Acts): HTMLElement {
  return el(
    "div",
    { class: "item article" },
    el("section", { "aria-labelledby": "row" }, heading(item), why(item), paragraphs(item)),
    el("section", { class: "decide", "aria-label": "Your verdict" }, ...verdictParts(review, item, acts)),
  );
}

function heading(item: ItemInArticle): HTMLElement {
  const place = [item.article, item.source, item.id].filter((part) => part !== undefined && part !== "");
  return el(
    "header",
    {},
    el("h2", { id: "row", tabindex: -1 }, `Row ${item.row}`, item.given ? `: labelled ${item.given}` : ""),
    place.length > 0 &&
      el("p", { class: "known" }, [...new Set(place)].map((part) => printable(part ?? "")).join(" · ")),
  );
}

/** Why it is in the sheet: "probably opinion (93 %): its text reads as opinion". */
function why({ suggested, score, reason, test }: ItemInArticle): HTMLElement | null {
  const parts: (HTMLElement | null)[] = [
    suggested
      ? el("p", { class: "verdict" }, "Probably ", el("strong", {}, suggested), score ? ` (${percent(score)})` : "")
      : null,
    reason ? el("p", { class: "reason" }, printable(sentence(reason))) : null,
    test
      ? el("p", { class: "warning" }, "This row is of a test set: a sheet that changes it is refused as a whole.")
      : null,
  ];
  return parts.some((part) => part !== null) ? el("div", {}, ...parts) : null;
}

function percent(score: string): string {
  const share = Number(score.replace(",", "."));
  if (!Number.isFinite(share)) return score;
  return share >= 0.995 ? ">99 %" : `${Math.round(share * 100)} %`;
}

function paragraphs(item: ItemInArticle): HTMLElement {
  const [first, last] = [Math.max(item.at - NEAR, 0), Math.min(item.at + NEAR, item.paragraphs.length - 1)];
  const list = el("ol", { class: "paragraphs", role: "list", "aria-label": "The paragraphs of the article around it" });
  item.paragraphs.forEach((neighbour, at) => {
    const shown = paragraph(neighbour, at === item.at);
    shown.hidden = at < first || at > last;
    list.append(shown);
  });
  const hidden = item.paragraphs.length - (last - first + 1);
  if (hidden === 0) return list;
  const all = el("button", { type: "button", class: "plain" }, `Show the whole article: ${hidden} more`);
  all.addEventListener("click", () => {
    for (const child of list.children) (child as HTMLElement).hidden = false;
    all.remove();
  });
  return el("div", {}, list, all);
}

function paragraph({ row, text, label }: Neighbour, isRow: boolean): HTMLElement {
  return el(
    "li",
    {
      class: `paragraph ${label ? label.charAt(0) : "none"}${isRow ? " chosen" : ""}`,
      "aria-current": isRow && "true",
    },
    el("span", { class: "number" }, el("span", { class: "hidden" }, "Row "), String(row)),
    el("p", { class: "about" }, label && el("strong", {}, label)),
    el("p", { class: "text", dir: "auto" }, printable(text)),
    el("div", { class: "why" }),
  );
}

/** Marks the words of the row by what they say to the model, with its sentence and numbers. */
export function showEvidence(drawn: HTMLElement, item: ItemInArticle, reading: Reading, changes: Changes): void {
  const chosen = drawn.querySelector<HTMLElement>(".paragraph.chosen");
  const view: View | undefined = reading.views[item.at];
  if (!chosen || !view || view.label === "–") return;
  chosen.querySelector(".text")?.replaceChildren(...marked(view.pieces));
  chosen
    .querySelector(".why")
    ?.replaceChildren(
      el(
        "p",
        {},
        `The model reads ${view.label.replace("?", ", unsure,")} (${view.probability} opinion). `,
        printable(view.why),
      ),
      ...(view.doubt ? [el("p", { class: "doubt" }, printable(view.doubt))] : []),
      ...(disagrees(item, view) ? [el("p", { class: "doubt" }, OTHER_MODELS)] : []),
      numbers(view, changes),
    );
}

const OTHER_MODELS =
  "What is probable above is found by models that were fitted to the rest of the table; this one has its own opinion.";

/** Whether the model on the page contradicts those that found the label. */
function disagrees({ given, suggested }: ItemInArticle, { label }: View): boolean {
  return !!given && !!suggested && suggested !== label.replace("?", "");
}

function verdictParts(review: Review, item: ItemInArticle, acts: Acts): HTMLElement[] {
  const button = (choice: Choice) => {
    const isNow = item.decision?.verdict === choice.verdict;
    const made = el(
      "button",
      {
        type: "button",
        "data-verdict": choice.verdict,
        "aria-keyshortcuts": choice.key,
        "aria-pressed": item.decision ? String(isNow) : null,
      },
      el("strong", {}, choice.name),
      el("span", {}, choice.means(item)),
      el("kbd", { "aria-hidden": "true" }, choice.key),
    );
    made.addEventListener("click", () => acts.decide(choice.verdict));
    return made;
  };
  const note = el("textarea", { id: "note", rows: 2, maxlength: 2000, "aria-keyshortcuts": noteKey(review) });
  note.value = item.decision?.note ?? "";
  return [
    ...(item.decision ? [el("p", { class: "decision" }, ...decision(review, item))] : []),
    el("div", { class: "verdicts" }, ...choices(review).map(button)),
    el(
      "div",
      { class: "note-field" },
      el("label", { for: "note" }, "Note ", el("kbd", { "aria-hidden": "true" }, noteKey(review))),
      note,
    ),
    el(
      "div",
      { class: "tools" },
      act("Before", "←", () => acts.step(-1)),
      act("After", "→", () => acts.step(1)),
      act("Take back", "z", acts.undo),
    ),
  ];
}

function decision(review: Review, item: ItemInArticle): (HTMLElement | string)[] {
  const { verdict = "", by = null, when = null } = item.decision ?? {};
  const who = by ? ` by ${printable(by)}` : " in the sheet";
  return [
    el("strong", {}, told(review, item, verdict)),
    `, decided${who}${when ? `, ${printable(when.replace("T", " ").replace("Z", " UTC"))}` : ""}`,
  ];
}

function act(name: string, key: string, work: () => void): HTMLElement {
  const made = el("button", { type: "button" }, name, el("kbd", { "aria-hidden": "true" }, key));
  made.addEventListener("click", work);
  return made;
}
