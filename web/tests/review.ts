// A review of a small table: the program that serves it, killed and started again as a test likes.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Page, test as base, expect } from "@playwright/test";

export { expect };

/** Article, text and label; rows 2, 3, 5 and 6 are in the sheet, under the hash of their text that `oped audit` writes. */
const ROWS: [string, string, string, string?][] = [
  ["pool", "The council said on Monday that the pool in Fernhollow will close in May.", "news"],
  [
    "pool",
    "We must not let that happen: the plan is absurd, and we urge the council to drop it.",
    "news",
    "xb655c8bafa15f025",
  ],
  ["pool", "The pool had 41,000 visitors last year, according to the town.", "opinion", "x660ebb1890f81e9b"],
  ["pool", "Members will vote on the plan on Thursday.", "news"],
  ["ferry", "The ferry to Osterlund ran late again on Tuesday, the operator said.", "opinion", "x34b55bd47360445c"],
  ["ferry", "<img src=x onerror=alert(1)> Enough! \u202Eesrever Somebody should resign.", "news", "x3988405aeefa889d"],
];

/** A folder with a table and its sheet. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "oped-review-"));
  private process: ChildProcess | null = null;
  private port = 0;
  key = "";

  constructor(private readonly flags: string[]) {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = ROWS.map(([article, text, label]) => `${article},${quoted(text)},${label}\n`);
    writeFileSync(join(this.folder, "letters.csv"), `article,text,label\n${rows.join("")}`);
    const lines = ROWS.flatMap(([, , given, hash], at) => {
      const reason = at < 4 ? "its text reads otherwise" : "its neighbours are otherwise";
      return hash ? [`letters.csv,${at + 1},${given},0.9312,${reason},${hash},\n`] : [];
    });
    writeFileSync(
      join(this.folder, "letters.review.csv"),
      `table,row,given,score,reason,text_hash,verdict\n${lines.join("")}`,
    );
  }

  async start(): Promise<string> {
    const flags = ["audit", "letters.csv", "--serve", "--address", `127.0.0.1:${this.port}`, ...this.flags];
    this.process = spawn(process.env["OPED"] ?? "oped", flags, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stderr?.on("data", (data) => (this.key ||= /key=([0-9a-f]+)/.exec(String(data))?.[1] ?? ""));
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    const address = await new Promise<string>((resolve) => lines.once("line", resolve));
    this.port = Number(new URL(address).port);
    return address;
  }

  /** As a crash or a loss of power ends it. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process?.once("exit", resolve));
    this.process?.kill("SIGKILL");
    await ended;
  }

  /** The row, verdict, note and name of each decided line of a sheet. */
  sheet(name = "letters.review.csv"): string[] {
    const [head = "", ...lines] = readFileSync(join(this.folder, name), "utf8").trim().split("\n");
    const columns = head.split(",");
    const cells = (line: string) => Object.fromEntries(columns.map((column, at) => [column, split(line)[at] ?? ""]));
    return lines
      .map(cells)
      .filter((cell) => cell["verdict"] || cell["label"] || cell["no_label"])
      .map((cell) =>
        [cell["row"], cell["verdict"] || cell["label"] || cell["no_label"], cell["note"], cell["by"]].join(" "),
      );
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }
}

/** The fields of a line without line ends in its fields. */
const split = (line: string) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = ""]) => field.replace(/^"|"$/g, ""));

/** `desk` is a table with its sheet. Extra flags are set with `test.use({ flags: […] })`. */
export const test = base.extend<{ flags: string[]; desk: Desk }>({
  flags: [[], { option: true }],
  desk: async ({ flags }, use) => {
    const desk = new Desk(flags);
    await use(desk);
    await desk.close();
  },
});

/** Opens the review as a person of that name. */
export async function begin(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel("Your name").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.locator("#row")).toBeFocused();
}

/** The row on screen, once it is `row`. */
export const onRow = (page: Page, row: number) => expect(page.locator("#row")).toContainText(`Row ${row}`);
