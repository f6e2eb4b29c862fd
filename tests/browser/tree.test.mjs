// The main tasks as a screen reader meets them: the names, roles and states of the controls, read from Chromium's accessibility tree and used to find them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PASSWORD, PATIENCE, served, until } from "../http/harness.mjs";
import { WORDS, atWork, noProblems, openPage, profile, settled } from "./browser.mjs";

const t = WORDS;

/** What the browser tells assistive technology of the page: [{role, name, …states}], what is ignored left out. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter((node) => !node.ignored)
    .map((node) => ({ role: node.role.value, name: node.name?.value ?? "", ...Object.fromEntries((node.properties ?? []).map((p) => [p.name, p.value.value])) }));
}

const CONTROLS = new Set(["button", "link", "textbox", "combobox", "checkbox", "radio", "DisclosureTriangle", "searchbox", "spinbutton"]);

/** Every control has a name, and the ones asked for are there with theirs. */
function has(nodes, wanted, where) {
  const nameless = nodes.filter((node) => CONTROLS.has(node.role) && !node.name.trim());
  assert.deepEqual(nameless, [], `${where}: controls without a name`);
  for (const [role, name, states = {}] of wanted) {
    const found = nodes.filter((node) => node.role === role && node.name === name);
    assert.ok(found.length > 0, `${where}: no ${role} “${name}” among ${nodes.filter((node) => node.role === role).map((node) => node.name).join(", ")}`);
    for (const [state, value] of Object.entries(states)) assert.equal(found[0][state], value, `${where}: ${role} “${name}”, ${state}`);
  }
}

test("sign in", async (test) => {
  const s = await served(test, { from: OUTLINE });
  const page = await openPage(await profile(test, null), s.server.origin);
  await page.goto(`${s.server.origin}/login`);
  const fields = [["textbox", t.login.name, { required: true }], ["textbox", t.login.password, { required: true }]];
  has(await tree(page), [["heading", t.login.heading, { level: 1 }], ...fields, ["button", t.login.submit], ["button", t.language.other], ["main", ""], ["banner", ""]], "sign-in page");
  await page.getByRole("textbox", { name: t.login.name }).fill("member");
  await page.getByRole("textbox", { name: t.login.password }).fill("wrong");
  await page.getByRole("button", { name: t.login.submit }).click();
  // what is wrong is an alert, and both fields say so
  await page.getByRole("alert").filter({ hasText: t.login.refused }).waitFor();
  await settled(page);
  has(await tree(page), [["textbox", t.login.name, { invalid: "true" }], ["textbox", t.login.password, { invalid: "true" }]], "refused");
  await page.getByRole("textbox", { name: t.login.password }).fill(PASSWORD);
  await page.getByRole("button", { name: t.login.submit }).click();
  await page.getByRole("heading", { level: 1, name: "試験市産業計画" }).waitFor();
  noProblems(page);
});

test("open a chapter, edit, save, and hear that it is saved", async (test) => {
  const s = await atWork(await served(test, { from: OUTLINE }));
  const page = await openPage(await profile(test, s.member, { viewport: { width: 1280, height: 900 } }), s.server.origin);
  await page.goto(`${s.server.origin}/`);
  has(
    await tree(page),
    [["link", t.bar.skip], ["navigation", t.bar.label], ["link", "試験市産業計画"], ["link", t.bar.document], ["link", t.bar.comments], ["button", "member"], ["heading", t.common.contents, { level: 2 }], ["link", "地域の産業"], ["DisclosureTriangle", `${t.desk.sections} 2`, { expanded: false }]],
    "desk",
  );
  await page.getByRole("link", { name: "地域の産業", exact: true }).click();
  await page.waitForURL("**/chapters/*");
  has(
    await tree(page),
    [["heading", "Ⅱ 地域の産業", { level: 2 }], ["heading", "1 商業", { level: 3 }], ["link", `${t.common.edit} 1 商業`], ["link", `${t.common.comments} 1 商業`], ["navigation", t.common.contents], ["navigation", t.chapter.neighbours]],
    "chapter",
  );
  await page.getByRole("link", { name: `${t.common.edit} 1 商業`, exact: true }).click();
  await page.waitForURL("**/edit");
  const tools = ["heading1", "heading2", "heading3", "strong", "list", "numbers", "table", "link", "footnote", "strike"].map((name) => ["button", t.editor.tools[name]]);
  has(
    await tree(page),
    [["navigation", t.common.crumbs], ["heading", "1 商業", { level: 1 }], ["textbox", t.editor.text, { multiline: true }], ["toolbar", t.editor.tools.name], ...tools, ["button", t.common.save], ["button", t.editor.save_and_leave], ["complementary", t.editor.beside], ["DisclosureTriangle", t.editor.preview, { expanded: true }], ["DisclosureTriangle", t.editor.considerations, { expanded: false }]],
    "editor",
  );
  await page.getByRole("textbox", { name: t.editor.text }).fill("新しい文章。");
  const said = page.locator("[data-state-said][role=status]");
  await page.getByRole("button", { name: t.common.save, exact: true }).click();
  await until(async () => (await said.textContent()).includes(t.editor.saved), PATIENCE, "the sentence that it is saved");
  // the region was there before it spoke, and speaks when the reader pauses
  const spoken = (await tree(page)).find((node) => node.role === "status" && node.live);
  assert.equal(spoken.live, "polite");
  noProblems(page);
});

test("tick what a section answers, and hear that it is recorded", async (test) => {
  const s = await atWork(await served(test, { from: OUTLINE }));
  const page = await openPage(await profile(test, s.member, { viewport: { width: 1280, height: 900 } }), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${s.factory}/edit`);
  await page.locator("summary", { hasText: t.editor.considerations }).click();
  has(await tree(page), [["group", "社会の変化"], ["checkbox", "人口の減少", { checked: "false" }], ["checkbox", "気候の変化", { checked: "false" }]], "editor's pane");
  await page.getByRole("checkbox", { name: "人口の減少" }).check();
  const said = page.locator("form[data-noted] [role=status]");
  await until(async () => (await said.textContent()).includes(t.considerations.noted), PATIENCE, "the sentence that it is recorded");
  assert.ok((await s.member.j.get(`/sections/${s.factory}/considerations`)).json.consideration_groups[0].considerations[0].answered);
  // when it cannot be recorded, the tick goes back and a sentence says so
  await s.secretariat.post(`/sections/${s.factory}/state`, { state: "final" });
  await page.getByRole("checkbox", { name: "人口の減少" }).click();
  await until(async () => (await said.textContent()).includes(t.considerations.failed), PATIENCE, "the sentence that it failed");
  assert.ok(await page.getByRole("checkbox", { name: "人口の減少" }).isChecked());
  noProblems(page);
});

test("comment and reply", async (test) => {
  const s = await atWork(await served(test, { from: OUTLINE }));
  const page = await openPage(await profile(test, s.reviewer), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${s.shop}/comments`);
  has(await tree(page), [["heading", t.comments.of_section, { level: 1 }], ["textbox", t.comments.new, { required: true, multiline: true }], ["button", t.comments.add], ["DisclosureTriangle", t.comments.reply, { expanded: false }], ["button", t.comments.resolve]], "comments");
  await page.getByRole("textbox", { name: t.comments.new }).fill("読みやすくなりました。");
  await page.getByRole("button", { name: t.comments.add }).click();
  await page.getByRole("article").filter({ hasText: "読みやすくなりました。" }).waitFor();
  noProblems(page);
});

test("export, and hear that it is there or that it failed", async (test) => {
  const s = await atWork(await served(test, { from: OUTLINE }));
  const page = await openPage(await profile(test, s.secretariat), s.server.origin);
  await page.goto(`${s.server.origin}/export`);
  const button = `${t.export.make} ${t.export.html.label}`;
  has(await tree(page), [["heading", t.export.title, { level: 1 }], ["button", button], ["button", `${t.export.make} ${t.export.json.label}`]], "export");
  const said = page.locator("form.paper-form [role=status]").first();
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/export", async (route) => {
    if (route.request().method() === "POST") await held;
    return route.continue();
  });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  await until(async () => (await said.textContent()) === t.export.making, PATIENCE, "the sentence that it takes a while");
  letGo();
  assert.equal((await download).suggestedFilename(), "試験市産業計画.html");
  await until(async () => (await said.textContent()) === t.export.made, PATIENCE, "the sentence that it is there");
  await page.unroute("**/export");
  await page.route("**/export", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: button }).click();
  await until(async () => (await said.textContent()) === t.export.failed, PATIENCE, "the sentence that it failed");
});

test("change the language and back, on the page one is on", async (test) => {
  const s = await atWork(await served(test, { from: OUTLINE }));
  const page = await openPage(await profile(test, s.member, { viewport: { width: 1280, height: 900 } }), s.server.origin);
  await page.goto(`${s.server.origin}/comments?state=open`);
  await page.getByRole("button", { name: "member" }).click();
  await page.getByRole("button", { name: t.language.other, exact: true }).click();
  await page.locator("html[lang=en]").waitFor();
  await settled(page);
  assert.match(page.url(), /\/comments\?state=open$/);
  has(await tree(page), [["heading", "Comments", { level: 1 }], ["navigation", "Filter"], ["link", "Skip to content"]], "English comments");
  await page.goto(`${s.server.origin}/`);
  assert.equal(await page.getByRole("heading", { level: 1 }).getAttribute("lang"), "ja", "the document's title stays Japanese");
  await page.getByRole("button", { name: "member" }).click();
  await page.getByRole("button", { name: "日本語" }).click();
  await page.locator("html[lang=ja]").waitFor();
  noProblems(page);
});
