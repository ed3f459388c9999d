// What the engine writes: an article as it was read, for the page to draw. Paragraphs are numbered from 0.

/** A turn of the article, as `oped score --format jsonl` writes it. */
export interface ShiftObject {
  paragraph: number;
  from: string;
  to: string;
  probability: number;
  here: number;
  first: number;
  last: number;
  unsure: boolean;
}

/** The article, as `oped score --format jsonl` writes it. */
export interface ArticleObject {
  type: "article";
  article: string;
  paragraphs: number;
  opinion_share: number | null;
  label: string | null;
  shifts: ShiftObject[];
  declared: string | null;
  declared_label: string | null;
  declared_by: string | null;
  mismatch: boolean | null;
  opinion_words: number | null;
  reason: string | null;
  headline: string | null;
  deck: string | null;
  byline: string | null;
  date: string | null;
  section: string | null;
  language: string | null;
}

/** A paragraph, as `oped audit --format jsonl` writes it; of its fields, those that the page needs. */
export interface ParagraphObject {
  type: "paragraph";
  article: string;
  paragraph: number;
  kind: "paragraph" | "quote";
  label: string | null;
  reason?: string | null;
  probability: number | null;
  alone: number | null;
  unsure: boolean | null;
  quoted: number;
  text: string;
}

/** A paragraph in its place, or a part of the page that is not scored: a heading, a menu, a caption. */
export type Block = { paragraph: number; set_as_quote: boolean } | { kind: string; text: string };

/** A stretch of a paragraph's text with one mark and one voice. */
export interface Piece {
  text: string;
  /** In logits. */
  weight: number;
  /** 0: none; 1 to 4: for opinion, ever more strongly; −1 to −4: for news. */
  mark: number;
  voice: "author" | "source";
}

/** Terms that do the same job in the text, and what they add to the logit. */
export interface Group {
  name: string;
  weight: number;
  words: string;
}

/** A paragraph for a reader. Sentences are whole; null says that there is nothing to say. */
export interface View {
  /** "opinion", "opinion?" if it is unsure, "–" without any word. */
  label: string;
  /** In the article's context: "72 %"; null without any word. */
  probability: string | null;
  alone: string | null;
  why: string;
  doubt: string | null;
  quoted: string | null;
  /** The whole text, in order. */
  pieces: Piece[];
  /** With `baseline` and `rest` they sum to `logit`. */
  groups: Group[];
  baseline: number;
  rest: number;
  logit: number;
  unknown: string | null;
  context: string | null;
}

/** A paragraph in a ribbon. */
export interface Cell {
  label: "news" | "opinion" | null;
  unsure: boolean;
  probability: number | null;
  alone: number | null;
}

/** An article in a list. */
export interface Overview {
  name: string;
  /** How it was read; null for the rows of a table. */
  format: string | null;
  article: ArticleObject;
  /** "mixed", "news", "opinion", "unsure (too short)", "–" without any paragraph. */
  verdict: string;
  /** "9 of 16 sure paragraphs argue" */
  summary: string;
  headline: string | null;
  /** What the page says it is, held against what it does. */
  declared: string | null;
  mismatch: boolean;
  cells: Cell[];
}

/** A turn stands before its paragraph. */
export interface Turn {
  paragraph: number;
  text: string;
  sure: boolean;
}

/** An article with its paragraphs. `views[i]`, `paragraphs[i]` and `cells[i]` are of the same paragraph. */
export interface Reading extends Overview {
  deck: string | null;
  known: string[];
  notes: string[];
  turns: Turn[];
  paragraphs: ParagraphObject[];
  views: View[];
  blocks: Block[];
}
