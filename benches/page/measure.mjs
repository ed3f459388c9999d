// How fast the page is: from the start to ready, from a paste to the drawing, and with a thousand files.
//
//     oped page -o oped.html
//     node benches/page/measure.mjs oped.html [TEXT]
//
// Takes the packages of web/ (`npm ci` there) and Chromium. TEXT is an article, by default data/articles/white-house.txt. Prints a
// table of Markdown: medians of five, and the range.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "../../web/node_modules/@playwright/test/index.mjs";

const RUNS = 5;
const FILES = 1000;
const [file, article = fileURLToPath(new URL("../../data/articles/white-house.txt", import.meta.url))] =
  process.argv.slice(2);
if (!file) {
  console.error("usage: node benches/page/measure.mjs oped.html [TEXT]");
  process.exit(2);
}
const text = readFileSync(article, "utf8");
// Our own paragraphs, so that their lengths are real ones.
const table = readFileSync(new URL("../../data/paragraphs.csv", import.meta.url), "utf8");
const paragraphs = table.match(/[A-Z][^"\n]{80,400}\./g).slice(0, 60);

const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const rows = [];
const told = (what, values, unit) => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) => value.toFixed(0));
  rows.push(`| ${what} | ${middle} ${unit} | ${low} to ${high} |`);
};

/** From a paste to the paragraphs in the document, in milliseconds. */
const paste = (page, text) =>
  page.evaluate(async (text) => {
    const place = document.getElementById("article");
    place.replaceChildren();
    const drawn = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector(".paragraph")) return;
        observer.disconnect();
        resolve(performance.now());
      }).observe(place, { childList: true });
    });
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const start = performance.now();
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    return (await drawn) - start;
  }, text);

/** From a choice of files to the last row of the list, and the longest task of the page meanwhile, of which browsers tell from 50 ms on. */
const list = (page, text) =>
  page.evaluate(
    async ({ text, count }) => {
      const data = new DataTransfer();
      for (let at = 0; at < count; at++) data.items.add(new File([text, ` ${at}.`], `${at}.txt`));
      // To make the files is a long task of its own.
      await new Promise((resolve) => setTimeout(resolve, 500));
      let longest = 0;
      new PerformanceObserver((found) => {
        for (const { duration } of found.getEntries()) longest = Math.max(longest, duration);
      }).observe({ type: "longtask" });
      const input = document.getElementById("files");
      const start = performance.now();
      input.files = data.files;
      input.dispatchEvent(new Event("change"));
      while (document.querySelectorAll("#list tbody tr").length < count) await new Promise(requestAnimationFrame);
      const took = performance.now() - start;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [took, longest];
    },
    { text, count: FILES },
  );

/** Memory of all processes of the browser, in MB. */
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const resident = ({ id }) => {
    const line = readFileSync(`/proc/${id}/status`, "utf8").match(/VmRSS:\s+(\d+)/);
    return line ? Number(line[1]) / 1024 : 0;
  };
  return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(resident));
}

const figures = { ready: [], article: [], sixty: [], files: [], longest: [], memory: [] };
for (let run = 0; run < RUNS; run++) {
  // A new browser each time: a cold start.
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(resolve(file)).href);
  await page.waitForFunction(() => document.documentElement.dataset.ready);
  figures.ready.push(Number(await page.evaluate(() => document.documentElement.dataset.ready)));
  await page.waitForTimeout(1500);
  figures.article.push(await paste(page, text));
  figures.sixty.push(await paste(page, paragraphs.join("\n\n")));
  figures.memory.push(await memory(browser));
  const [files, longest] = await list(page, text);
  figures.files.push(files);
  figures.longest.push(longest);
  await browser.close();
}

console.log(`| ${(statSync(file).size / 1e6).toFixed(1)} MB, ${paragraphs.length} paragraphs | median | range |\n|---|---|---|`);
told("cold start to ready", figures.ready, "ms");
told("the article, from paste to drawing", figures.article, "ms");
told(`${paragraphs.length} paragraphs, from paste to drawing`, figures.sixty, "ms");
told("memory of the page's process", figures.memory, "MB");
told(`${FILES} files, to the last row`, figures.files, "ms");
told("the longest task meanwhile (0: none of 50 ms)", figures.longest, "ms");
console.log(rows.join("\n"));
