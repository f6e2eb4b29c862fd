// A picture for the text: chosen, pasted or dropped in the editor, or sent by the plain form; whatever goes wrong, nothing chosen or typed is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { DISGUISED, jpeg, png, tellingPng, upload, webp } from "../http/pictures.mjs";
import { WORDS, axe, noProblems, openPage, profile, settled, writing } from "./browser.mjs";

const SAYS = WORDS.images.dialog;
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
const SHOP = file("商店街.png", "image/png", png(60, 40));

async function editor(t, options = {}) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  s.context = await profile(t, s.member, options);
  s.page = await openPage(s.context, s.server.origin);
  await s.page.goto(`${s.server.origin}/sections/${s.id}/edit`);
  s.text = writing(s.page);
  if (options.javaScriptEnabled ?? true) await s.text.sheet.waitFor();
  s.dialog = s.page.getByRole("dialog", { name: WORDS.images.insert });
  s.part = (label) => s.dialog.getByLabel(label);
  s.problem = s.dialog.locator("[data-problem]");
  s.insert = () => s.dialog.getByRole("button", { name: WORDS.images.insert }).click();
  s.open = async () => {
    await s.page.getByRole("button", { name: WORDS.images.insert }).click();
    await s.dialog.waitFor();
  };
  s.describe = async (alt, title) => {
    await s.part(WORDS.images.alt).fill(alt);
    if (title) await s.part(WORDS.images.caption).fill(title);
  };
  return s;
}

/** Sends an event with a file, as the browser does when one is pasted or dropped. */
const bring = (locator, type, { bytes, name, mime, words }) =>
  locator.evaluate(
    (element, [event, data, fileName, fileType, text]) => {
      const carrier = new DataTransfer();
      if (text) carrier.setData("text/plain", text);
      carrier.items.add(new File([Uint8Array.from(data)], fileName, { type: fileType }));
      const made = event === "paste" ? new ClipboardEvent(event, { clipboardData: carrier, bubbles: true, cancelable: true }) : new DragEvent(event, { dataTransfer: carrier, bubbles: true, cancelable: true });
      return element.dispatchEvent(made);
    },
    [type, [...bytes], name, mime, words ?? ""],
  );

test("a chosen picture is put behind the cursor as a paragraph of its own, and undo takes it away", async (t) => {
  const s = await editor(t);
  await s.text.fill("前の文。\n後の文。");
  await s.text.select(4);
  await s.open();
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.dialog.getByRole("img", { name: SAYS.shown }).waitFor();
  await s.describe("駅前の商店街", "商店街の今");
  await s.insert();
  await s.dialog.waitFor({ state: "hidden" });
  assert.equal(await s.text.value(), '前の文。\n\n![駅前の商店街](/images/1 "商店街の今")\n\n後の文。');
  assert.ok(await s.text.focused());
  await s.page.keyboard.press("Control+z");
  assert.equal(await s.text.value(), "前の文。\n後の文。");
  await s.open();
  assert.equal(await s.part(WORDS.images.alt).inputValue(), "", "the dialog is empty again");
  assert.ok(await s.dialog.getByRole("img").isHidden());
  noProblems(s.page);
});

test("a pasted picture and a dropped one open the dialog with it; pasted words stay words", async (t) => {
  const s = await editor(t);
  const picture = { bytes: SHOP.buffer, name: "image.png", mime: "image/png" };
  await bring(s.text.sheet, "paste", { ...picture, words: "表計算の文字" });
  assert.equal(await s.text.value(), "表計算の文字");
  assert.ok(await s.dialog.isHidden());
  await s.text.fill("");
  for (const [n, type] of ["paste", "drop"].entries()) {
    assert.ok(!(await bring(s.text.sheet, type, picture)), "the browser does nothing of its own");
    await s.dialog.getByRole("img", { name: SAYS.shown }).waitFor();
    assert.ok(await s.part(WORDS.images.alt).evaluate((field) => field === document.activeElement));
    await s.describe(type);
    await s.insert();
    await s.dialog.waitFor({ state: "hidden" });
    assert.equal((await s.text.value()).split("\n\n")[n], `![${type}](/images/1)`);
  }
  noProblems(s.page);
});

test("by keyboard alone, and Escape leaves everything as it was", async (t) => {
  const s = await editor(t);
  await s.page.locator("[data-mark=undo]").focus();
  while (!(await s.page.evaluate(() => document.activeElement.dataset.mark === "picture"))) await s.page.keyboard.press("ArrowRight");
  await s.page.keyboard.press("Enter");
  await s.dialog.waitFor();
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.describe("途中まで書いた");
  await s.page.keyboard.press("Escape");
  await s.dialog.waitFor({ state: "hidden" });
  assert.equal(await s.page.evaluate(() => document.activeElement.dataset.mark), "picture");
  await s.page.keyboard.press("Enter");
  assert.equal(await s.part(WORDS.images.alt).inputValue(), "途中まで書いた");
  await s.part(WORDS.images.caption).press("Enter");
  await s.dialog.waitFor({ state: "hidden" });
  assert.equal(await s.text.value(), "![途中まで書いた](/images/1)");
  noProblems(s.page);
});

test("what is missing is asked for, and what is no picture is said at once", async (t) => {
  const s = await editor(t);
  await s.open();
  await s.insert();
  assert.equal(await s.problem.textContent(), SAYS.file_missing);
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.dialog.getByRole("img").waitFor();
  assert.ok(await s.problem.isHidden());
  await s.insert();
  assert.equal(await s.problem.textContent(), SAYS.alt_missing);
  assert.ok(await s.part(WORDS.images.alt).evaluate((field) => field === document.activeElement && field.getAttribute("aria-invalid") === "true"));
  await s.part(WORDS.images.file).setInputFiles(file("picture.png", "image/png", DISGUISED[0][1]));
  await s.problem.filter({ hasText: SAYS.not_shown }).waitFor();
  assert.ok(await s.dialog.getByRole("img").isHidden());
  noProblems(s.page);
});

test("a picture over 5 MB is made smaller by the browser when asked to", async (t) => {
  const s = await editor(t);
  await s.text.sheet.evaluate(async (field) => {
    const canvas = new OffscreenCanvas(3000, 1500);
    const context = canvas.getContext("2d");
    const noise = context.createImageData(3000, 1500);
    for (let i = 0, seed = 1; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : ((seed = (seed * 16807) % 2147483647) >> 8) & 255;
    context.putImageData(noise, 0, 0);
    const carrier = new DataTransfer();
    carrier.items.add(new File([await canvas.convertToBlob()], "大きな写真.png", { type: "image/png" }));
    field.dispatchEvent(new DragEvent("drop", { dataTransfer: carrier, bubbles: true, cancelable: true }));
  });
  await s.dialog.getByText(SAYS.large, { exact: true }).waitFor();
  await s.describe("大きな写真");
  await s.insert();
  assert.ok(await s.dialog.isVisible(), "it is not sent as it is");
  await s.dialog.getByRole("button", { name: SAYS.shrink }).click();
  await s.dialog.getByText(SAYS.shrunk).waitFor();
  assert.ok(await s.dialog.getByText(SAYS.large, { exact: true }).isHidden());
  await s.insert();
  await s.dialog.waitFor({ state: "hidden" });
  const [made] = (await s.member.j.get("/images")).json.images;
  assert.deepEqual([made.width, made.height, made.type, made.name], [2400, 1200, "image/jpeg", "大きな写真.jpg"]);
  noProblems(s.page);
});

test("a picture of another kind that the browser can show is offered to be made anew", async (t) => {
  const s = await editor(t);
  await s.open();
  await s.part(WORDS.images.file).setInputFiles(file("old.gif", "image/gif", DISGUISED.find(([, bytes]) => bytes.includes("GIF89a"))[1]));
  await s.describe("古い図");
  await s.insert();
  await s.dialog.getByText(SAYS.refused, { exact: true }).waitFor();
  await s.dialog.getByRole("button", { name: SAYS.convert }).click();
  await s.dialog.getByText(SAYS.shrunk).waitFor();
  await s.insert();
  await s.dialog.waitFor({ state: "hidden" });
  assert.match(await s.text.value(), /!\[古い図\]\(\/images\/1\)/);
});

test("without network, and without a session, it says so and keeps everything for another try", async (t) => {
  const s = await editor(t);
  await s.open();
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.describe("商店街");
  await s.context.setOffline(true);
  await s.insert();
  await s.problem.filter({ hasText: SAYS.offline }).waitFor();
  await s.context.setOffline(false);
  const cookies = await s.context.cookies();
  await s.context.clearCookies();
  await s.insert();
  await s.problem.filter({ hasText: SAYS.signed_out }).waitFor();
  assert.ok(await s.dialog.getByRole("link", { name: WORDS.editor.failed.sign_in }).isVisible());
  await axe(s.page);
  await s.context.addCookies(cookies);
  await s.insert();
  await s.dialog.waitFor({ state: "hidden" });
  assert.equal(await s.text.value(), "![商店街](/images/1)");
});

test("the dialog has no fault axe finds, and fits a phone", async (t) => {
  const s = await editor(t, { hasTouch: true });
  await s.open();
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.dialog.getByRole("img", { name: SAYS.shown }).waitFor();
  await s.insert();
  for (const width of [360, 1024]) {
    await s.page.setViewportSize({ width, height: 740 });
    const box = await s.dialog.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 740, JSON.stringify(box));
    assert.ok(await s.dialog.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth), "nothing sticks out sideways");
    for (const colorScheme of ["light", "dark"]) {
      await s.page.emulateMedia({ colorScheme });
      await axe(s.page, `${width} px, ${colorScheme}`);
    }
  }
  for (const button of await s.dialog.getByRole("button").all()) {
    const box = await button.boundingBox();
    if (box) assert.ok(box.height >= 40, `${await button.textContent()}: ${box.height} px`);
  }
});

test("without scripts a picture is sent from another tab and its line is there to copy", async (t) => {
  const s = await editor(t, { javaScriptEnabled: false });
  const [tab] = await Promise.all([s.context.waitForEvent("page"), s.page.getByRole("link", { name: WORDS.images.insert }).click()]);
  await tab.getByLabel(WORDS.images.file).setInputFiles(SHOP);
  await tab.getByLabel(WORDS.images.alt).fill("駅前の商店街");
  await tab.getByRole("button", { name: WORDS.images.send }).click();
  assert.equal(await tab.getByLabel(WORDS.images.markdown, { exact: true }).inputValue(), "![駅前の商店街](/images/1)");
  await tab.getByRole("img", { name: "駅前の商店街" }).waitFor();
  assert.equal(await tab.getByRole("link", { name: WORDS.images.to_editor }).getAttribute("href"), `/sections/${s.id}/edit`);
});

test("the page behind the plain form has no fault axe finds, and its button copies", async (t) => {
  const s = await editor(t);
  await s.page.goto(`${s.server.origin}/images/new?section=${s.id}`);
  await s.page.getByLabel(WORDS.images.file).setInputFiles(SHOP);
  await s.page.getByLabel(WORDS.images.alt).fill("駅前の商店街");
  await s.page.getByRole("button", { name: WORDS.images.send }).click();
  await s.page.getByRole("button", { name: WORDS.images.copy }).waitFor();
  await settled(s.page);
  for (const colorScheme of ["light", "dark"]) {
    await s.page.emulateMedia({ colorScheme });
    await axe(s.page, colorScheme);
  }
  noProblems(s.page);
});

test("a browser shows what was kept, the right way up", async (t) => {
  const s = await editor(t);
  for (const [bytes, width, height, red] of [
    [tellingPng(), 60, 40, [30, 20]],
    [jpeg(), 6, 4, [1, 2]],
    [jpeg({ orientation: 6 }), 4, 6, [2, 1]], // turned to the right: what was left is above
    [webp(), 6, 4, [1, 2]],
  ]) {
    const { href } = (await upload(s.member.j, bytes, { alt: "x" })).json;
    const seen = await s.page.evaluate(
      async ([src, x, y]) => {
        const picture = new Image();
        picture.src = src;
        await picture.decode();
        const canvas = document.createElement("canvas");
        canvas.width = picture.naturalWidth;
        canvas.height = picture.naturalHeight;
        canvas.getContext("2d").drawImage(picture, 0, 0);
        const [r, g, b] = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
        return { width: picture.naturalWidth, height: picture.naturalHeight, isRed: r > 120 && g < 90 && b < 90 };
      },
      [href, ...red],
    );
    assert.deepEqual(seen, { width, height, isRed: true }, href);
  }
  noProblems(s.page);
});

test("a picture the browser has kept is not shown to who comes after", async (t) => {
  const s = await editor(t);
  const { href } = (await upload(s.member.j, png(60, 40), { alt: "x" })).json;
  const status = () => s.page.evaluate((path) => fetch(path, { headers: { Accept: "application/json" } }).then((answer) => answer.status), href);
  assert.equal(await status(), 200);
  const before = await s.context.cookies();
  await s.context.clearCookies();
  assert.equal(await status(), 401);
  await s.context.addCookies(before);
  assert.equal(await status(), 200);
});

test("an inserted picture is shown beside the text at once, and in the chapter once it is saved", async (t) => {
  const s = await editor(t);
  await s.text.fill("商店街の今を示します。");
  await s.open();
  await s.part(WORDS.images.file).setInputFiles(SHOP);
  await s.describe("駅前の [商店街] *今*", 'いわゆる"駅前"');
  await s.insert();
  const shown = (place) => place.getByRole("img", { name: "駅前の [商店街] *今*" });
  const width = (place) => shown(place).evaluate((picture) => picture.decode().then(() => picture.naturalWidth));
  await shown(s.page.locator("[data-preview]")).waitFor();
  assert.equal(await width(s.page.locator("[data-preview]")), 60);
  await s.page.getByRole("button", { name: WORDS.editor.save_and_leave }).click();
  await s.page.waitForURL(/\/chapters\//);
  assert.equal(await width(s.page.locator("main")), 60);
  assert.match(await s.page.locator("figcaption").textContent(), /いわゆる"駅前"/);
  await axe(s.page);
  noProblems(s.page);
});
