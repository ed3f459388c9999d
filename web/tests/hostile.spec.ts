import { expect, paste, shown, test } from "./opened";

const PAGE = `<html><head><title>x</title><script>document.title = "ran"</script><meta http-equiv="refresh" content="0;url=https://bad.example/">
<style>body { display: none }</style><link rel="stylesheet" href="https://bad.example/a.css"></head><body onload="alert(1)">
<h1>Pool <img src="https://bad.example/a.png" onerror="alert(2)"> closes</h1><iframe src="https://bad.example/"></iframe>
<p>The council said &lt;script&gt;alert(3)&lt;/script&gt; on Monday that the pool will close in May.</p>
<p>We must say \u202Eesrever\u202C and \u001B[31mred\u001B[0m and \u0007 out loud: this plan is absurd &lt;img src=x onerror=alert(4)&gt;.</p>
<svg onload="alert(5)"><script>alert(6)</script></svg><a href="javascript:alert(7)">We urge you to click this link today.</a>
</body></html>`;

test("nothing of a pasted page runs or loads", async ({ opened }) => {
  await paste(opened, { html: PAGE });
  await expect(opened.locator(".paragraph").first()).toBeVisible();
  expect(await opened.title()).not.toBe("ran");
  for (const tag of ["#article script", "#article img", "#article iframe", "#article link", "#article style"]) {
    await expect(opened.locator(tag)).toHaveCount(0);
  }
});

test("tags are shown as text, without characters that control a screen or turn the writing", async ({ opened }) => {
  await paste(opened, { html: PAGE });
  await expect(opened.locator(".paragraph").first()).toBeVisible();
  const text = (await shown(opened)).map(({ text }) => text).join("\n");
  expect(text).toContain("<script>alert(3)</script>");
  expect(text).toContain("<img src=x onerror=alert(4)>");
  expect(text).toContain("esrever and [31mred");
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
});

test("a hostile file name is a name", async ({ opened }) => {
  const buffer = Buffer.from("The council said on Monday that the pool will close in May.");
  const name = "<img src=x onerror=alert(1)>\u202Etxt.exe.txt";
  await opened.setInputFiles("#files", [
    { name, mimeType: "text/plain", buffer },
    { name: "b.txt", mimeType: "text/plain", buffer },
  ]);
  await expect(opened.locator("#list tbody tr")).toHaveCount(2);
  await expect(opened.locator("#list img")).toHaveCount(0);
  await expect(opened.locator("#list tbody")).toContainText("<img src=x onerror=alert(1)>[U+202E]txt.exe.txt");
});

test("the page's own rules forbid every connection", async ({ page, opened }) => {
  await page.removeAllListeners();
  const outcome = await opened.evaluate(async () => {
    const broken = new Promise((resolve) =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective)),
    );
    const failed = await fetch("https://news.example/").then(
      () => "connected",
      () => "refused",
    );
    return [failed, await broken];
  });
  expect(outcome).toEqual(["refused", "connect-src"]);
});

test("the page cannot make markup or code out of text", async ({ page, opened }) => {
  await page.removeAllListeners();
  const attempts = opened.evaluate(() => {
    const refused = (act: () => void) => {
      try {
        act();
        return false;
      } catch (error) {
        return error instanceof TypeError || error instanceof EvalError;
      }
    };
    return [
      refused(() => (document.body.innerHTML = "<b>markup</b>")),
      refused(() => new DOMParser().parseFromString("<b>markup</b>", "text/html")),
      refused(() => setTimeout("code", 0)),
      refused(() => new Worker("blob:code")),
    ];
  });
  expect(await attempts).toEqual([true, true, true, true]);
});

test("the name of a file that cannot be read does not turn the line around", async ({ opened }) => {
  await opened.setInputFiles("#files", { name: "a\u202Etxt.exe", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await expect(opened.getByRole("alert")).toContainText("a[U+202E]txt.exe");
});
