// axe finds nothing on any page, light and dark, wide and narrow, nor on the exported file; and no page scrolls sideways.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { OUTLINE, folder, kosshi, served } from "../http/harness.mjs";
import { COLOURS, PAGES, WORDS, atWork, axe, noProblems, openPage, profile } from "./browser.mjs";

const WIDTHS = [360, 1024, 1600];

async function noSidewaysScroll(page, what) {
  const { scroll, client, widest } = await page.evaluate(() => {
    const root = document.documentElement;
    const widest = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1).map((e) => e.outerHTML.slice(0, 100));
    return { scroll: root.scrollWidth, client: root.clientWidth, widest: widest.slice(0, 3) };
  });
  assert.ok(scroll <= client, `${what}: ${scroll} px in ${client}: ${widest.join(" | ")}`);
}

/** axe in both colour schemes, and the three widths. The schemes differ in colours alone: the second one is asked what axe asks of colours. */
async function look(page, what) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await noSidewaysScroll(page, `${what}, ${width} px`);
    if (width === 1024) continue;
    await page.emulateMedia({ colorScheme: "light" });
    await axe(page, `${what}, light, ${width} px`);
    await page.emulateMedia({ colorScheme: "dark" });
    await axe(page, `${what}, dark, ${width} px`, { only: COLOURS });
  }
}

test("every page", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const contexts = new Map();
  for (const [name, path, who] of PAGES(s)) {
    await t.test(name, async () => {
      if (!contexts.has(who)) contexts.set(who, await profile(t, who));
      const page = await openPage(contexts.get(who), s.server.origin);
      const answer = await page.goto(s.server.origin + path);
      assert.equal(await page.locator("h1").count(), 1, "one main heading");
      assert.notEqual(answer.status(), 500);
      await look(page, name);
      noProblems(page, name);
      await page.close();
    });
  }
});

test("what is shown after a form was sent", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const plain = { javaScriptEnabled: true };
  const member = await profile(t, s.member, plain);
  const secretariat = await profile(t, s.secretariat, plain);
  const nobody = await profile(t, null, plain);
  const post = (page, path, fields) =>
    Promise.all([
      page.waitForEvent("load"),
      page.evaluate(
        ([action, values]) => {
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action });
          for (const [name, value] of Object.entries(values)) {
            const field = document.createElement("textarea");
            Object.assign(field, { name, value });
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        },
        [path, fields],
      ),
    ]);
  for (const [name, context, from, path, fields, status] of [
    ["a save from a version that is none", member, "/", `/sections/${s.shop}`, { base_version: "99", text: "別の文章。" }, 409],
    ["a late save on the same words", member, "/", `/sections/${s.shop}`, { base_version: "0", text: "別の文章。" }, 200],
    ["a save of a locked section", member, "/", `/sections/${s.intro}`, { base_version: "1", text: "別の文章。" }, 409],
    ["a preview without JavaScript", member, "/", `/sections/${s.shop}/preview`, { base_version: "1", text: "**太字**" }, 200],
    ["a comment that is empty", member, "/", `/sections/${s.shop}/comments`, { body: " " }, 400],
    ["a wrong password", nobody, "/login", "/login", { name: "x", password: "y" }, 401],
    ["a new invitation", secretariat, "/users", "/invitations", { role: "viewer" }, 200],
    ["an invitation's form with a mistake", nobody, s.invitation, s.invitation, { name: "member", display: "", password: "a", password_again: "b" }, 400],
    ["a password that is too short", member, "/me", "/me/password", { current: "a long enough password", password: "a", password_again: "a" }, 400],
    ["a name that is empty", member, "/me", "/me/display", { display: "" }, 400],
    ["a title that is empty", secretariat, "/outline", `/sections/${s.shop}/rename`, { title: "", number: "" }, 400],
    ["a figure without a file", member, "/", "/images", { alt: "商店街" }, 400],
    ["a text with a control character", member, "/", `/sections/${s.shop}`, { base_version: "1", text: "a\u0001b" }, 400],
  ]) {
    await t.test(name, async () => {
      const page = await openPage(context, s.server.origin);
      await page.goto(s.server.origin + from);
      let answered = 0;
      page.on("response", (response) => {
        if (response.request().method() === "POST") answered = response.status();
      });
      await post(page, path, fields);
      assert.equal(answered, status);
      assert.equal(await page.locator("h1").count(), 1, "one main heading");
      await look(page, name);
      noProblems(page, name);
      await page.close();
    });
  }
});

test("the bar's menus on a phone", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const context = await profile(t, s.secretariat, { viewport: { width: 360, height: 740 }, hasTouch: true });
  const page = await openPage(context, s.server.origin);
  await page.goto(`${s.server.origin}/`);
  await page.getByRole("button", { name: WORDS.bar.menu }).click();
  const links = page.getByRole("navigation", { name: WORDS.bar.label }).getByRole("link");
  await links.first().waitFor({ state: "visible" });
  await axe(page, "the open menu");
  await noSidewaysScroll(page, "the open menu");
  for (const link of await links.all()) {
    const box = await link.boundingBox();
    assert.ok(box.height >= 44, `${await link.textContent()} is ${box.height} px high`);
  }
  await page.keyboard.press("Escape");
  await links.first().waitFor({ state: "hidden" });
});

test("the exported file, on screen and in print", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const file = join(folder(t), "final.html");
  writeFileSync(file, kosshi(["export", s.file, "--format", "html"]).stdout);
  const page = await openPage(await profile(t, null), "none");
  await page.goto(pathToFileURL(file).href);
  await look(page, "the exported file");
  noProblems(page, "the exported file");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(pages >= 4, `cover, contents and three chapters on ${pages} pages`);
});
