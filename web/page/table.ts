// The list of articles as `oped score --summary` writes it: JSON lines, or CSV.

import type { ArticleObject, ShiftObject } from "./engine/types";

const COLUMNS = [
  "article",
  "table",
  "row",
  "paragraphs",
  "opinion_share",
  "label",
  "shifts",
  "declared",
  "declared_label",
  "declared_by",
  "mismatch",
  "opinion_words",
  "reason",
  "headline",
  "deck",
  "byline",
  "date",
  "section",
  "language",
] as const;

/** Numbers that are shares: the program writes them as "1.0", JavaScript as "1". */
const SHARES = new Set(["opinion_share", "opinion_words", "probability", "here"]);

/** An object a line. */
export function jsonLines(articles: ArticleObject[]): string {
  return articles.map((article) => `${json(article)}\n`).join("");
}

/** A row an article, behind a row of names. */
export function csv(articles: ArticleObject[]): string {
  const rows = articles.map((article) => COLUMNS.map((column) => field(article, column)).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\n");
}

function json(value: ArticleObject | ShiftObject): string {
  const members = Object.entries(value).map(([name, value]) => `${JSON.stringify(name)}:${member(name, value)}`);
  return `{${members.join(",")}}`;
}

function member(name: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((shift: ShiftObject) => json(shift)).join(",")}]`;
  if (SHARES.has(name) && Number.isInteger(value)) return `${value}.0`;
  return JSON.stringify(value);
}

function field(article: ArticleObject, column: (typeof COLUMNS)[number]): string {
  if (column === "shifts") return quoted(member(column, article.shifts));
  const value = column === "table" || column === "row" ? null : article[column];
  return value === null ? "" : quoted(String(value));
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
