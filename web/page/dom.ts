// Making elements. Text comes from anywhere, so it is only ever set as text; nothing here parses HTML.

type Attributes = Record<string, string | number | boolean | null | undefined>;
export type Content = Node | string | null | undefined | false;

/** An element. `true` sets an attribute without a value; null, undefined and false leave it out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: Content[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...present(content));
  return element;
}

/** An element of a drawing. */
export function svg(tag: string, attributes: Attributes = {}, ...content: Content[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(element, attributes);
  element.append(...present(content));
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

const present = (content: Content[]) => content.filter((item): item is Node | string => !!item || item === "");

/** The element with this id, which the page's HTML holds. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as Kind;
}

/**
 * The text with everything that could deceive the eye made visible: control characters, and marks that turn the order
 * of writing.
 */
export function printable(text: string): string {
  return text.replace(DECEIVING, (character) => {
    const code = character.charCodeAt(0);
    if (character === "\n" || character === "\r" || character === "\t") return " ";
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "␡";
    if (code < 0xa0) return "�";
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** As a sentence: messages come without a capital and a stop. The name of a file keeps its first letter. */
export function sentence(message: string): string {
  const first = /^[a-z]+[ ,;]/.test(message) ? message.charAt(0).toUpperCase() : message.charAt(0);
  return `${first}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
}
