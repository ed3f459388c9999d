// The page, opened from disk, and watched: a test fails if it asks for anything, breaks its own rules or throws.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Page, test as base, expect } from "@playwright/test";

export { expect };

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}: playwright.config.ts says what it is`);
  return value;
};

/** Where the page lies. */
export const ADDRESS = pathToFileURL(given("OPED_PAGE")).href;
const ARTICLES = fileURLToPath(new URL("../../data/articles/", import.meta.url));

/** The files of data/articles, without the labels. */
export const articles = readdirSync(ARTICLES)
  .filter((name) => !name.endsWith(".csv"))
  .sort();
export const path = (name: string) => ARTICLES + name;
export const text = (name: string) => readFileSync(path(name), "utf8");

/** What the program writes. */
export function oped(...args: string[]): string {
  return execFileSync(given("OPED"), args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** Lines of JSON as objects. */
export const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Twelve digits of every number: the last ones depend on the logarithm of the machine. */
export const rounded = (text: string) => text.replace(/\d\.\d{12,}/g, (number) => Number(number).toPrecision(12));

/** `opened` is the page, ready. */
export const test = base.extend<{ opened: Page }>({
  opened: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("request", (request) => {
      const address = request.url();
      if (address !== ADDRESS && !/^(blob|data):/.test(address)) faults.push(`asked for ${address}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
    await page.goto(ADDRESS);
    await expect(page.getByText("Ready.")).toBeVisible();
    await use(page);
    expect(faults).toEqual([]);
  },
});

/** A paste as the browser makes it, where the focus is. */
export async function paste(page: Page, clip: { html?: string; text?: string }): Promise<void> {
  await page.evaluate(({ html, text }) => {
    const data = new DataTransfer();
    if (html !== undefined) data.setData("text/html", html);
    if (text !== undefined) data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, clip);
}

/** Opens a file of data/articles as a reader does. */
export async function open(page: Page, ...names: string[]): Promise<void> {
  await page.setInputFiles("#files", names.map(path));
  if (names.length === 1) await expect(page.locator("#headline")).toBeFocused();
}

/** The paragraphs on show: label, probability and text. */
export function shown(page: Page): Promise<{ label: string; probability: string; text: string }[]> {
  return page.locator(".paragraph").evaluateAll((items) =>
    items.map((item) => ({
      label: item.querySelector(".about strong")?.textContent ?? "",
      probability: item.querySelector(".about span")?.textContent ?? "",
      text: item.querySelector(".text")?.textContent ?? "",
    })),
  );
}
