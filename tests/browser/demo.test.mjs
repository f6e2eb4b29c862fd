// The sample in a real browser: one click lets in, the band is there and in nobody's way.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Server, folder, kosshi } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, tabTo } from "./browser.mjs";

test("whoever opens a sample enters by the button of a role, and sees on every page that it is one", async (t) => {
  const file = join(folder(t), "demo.db");
  kosshi(["demo", file]);
  const server = await Server.start(file);
  t.after(() => server.stop());
  for (const [width, colorScheme] of [[1280, "light"], [360, "dark"]]) {
    const context = await profile(t, null, { viewport: { width, height: 800 }, colorScheme });
    const page = await openPage(context, server.origin);
    await page.goto(`${server.origin}/comments`);
    await axe(page, `the sign-in page of a sample, ${colorScheme}`);
    await tabTo(page, (e) => e.closest("form")?.elements.role?.value === "member");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.origin}/comments`);
    for (const path of ["/", "/outline", "/comments", "/document"]) {
      await page.goto(server.origin + path);
      const band = page.locator(".sample-band");
      assert.match(await band.innerText(), new RegExp(WORDS.sample.band), path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${path} scrolls sideways at ${width}`);
    }
    await page.goto(`${server.origin}/`);
    await axe(page, `the desk of a sample, ${colorScheme}`);
    noProblems(page);
  }
});

test("the exported sample says on its cover that it is one, and ends with its colophon", async (t) => {
  const file = join(folder(t), "demo.db");
  const paper = join(file, "..", "document.html");
  kosshi(["demo", file]);
  kosshi(["export", file, "--format", "html", "-o", paper]);
  for (const colorScheme of ["light", "dark"]) {
    const page = await openPage(await profile(t, null, { viewport: { width: 1024, height: 800 }, colorScheme }));
    await page.goto(`file://${paper}`);
    assert.match(await page.locator(".final-cover").innerText(), new RegExp(WORDS.sample.band));
    const colophon = page.locator(".final-colophon");
    for (const words of [WORDS.final.colophon, "みほん区産業振興部（架空）", "00-0000-0000"]) assert.ok((await colophon.innerText()).includes(words), words);
    await axe(page, `the exported sample, ${colorScheme}`);
    noProblems(page);
  }
});
