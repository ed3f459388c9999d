// The page's tests, in a real browser.
//
//   OPED_PAGE   the page, as `oped page` wrote it
//   OPED        the program, whose results the page's must equal
//   CHROMIUM    the browser; /usr/bin/chromium if it is not set

import { defineConfig } from "@playwright/test";

/** A browser's sandbox needs rights that root in a container lacks. */
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 30_000,
  reporter: "line",
  use: {
    viewport: { width: 1280, height: 900 },
    launchOptions: { executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args },
  },
});
