// Texts made to stop a renderer: each is saved and answered, its page says so, and others are served meanwhile.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { OUTLINE, kosshi, served } from "./harness.mjs";
import { BOMBS } from "./bombs.mjs";

// Left to itself a bomb takes 20 seconds and more, and the renderer is stopped after one; between the two a busy machine has its room.
const WITHIN_MS = 10_000;
const WORDS = JSON.parse(readFileSync(new URL("../../templates/ja.json", import.meta.url), "utf8"));

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

/** What a chapter's page shows of one section. */
function sectionOf(page, id) {
  const start = page.indexOf(` id="s${id}"`);
  assert.ok(start > 0, "the section is not on the page");
  const next = page.indexOf('<section class="section', start);
  return page.slice(start, next < 0 ? undefined : next);
}

async function timed(promise) {
  const start = performance.now();
  const answer = await promise;
  return { answer, ms: performance.now() - start };
}

test("no text that can be written stops the service", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = s.find("地域の産業").id;
  let version = 0;
  for (const [name, text] of Object.entries(BOMBS)) {
    await t.test(name, async () => {
      assert.ok(Buffer.byteLength(text) <= 100 * 1024, "it is small enough to be typed");
      const saved = await s.member.j.post(`/sections/${id}`, { base_version: version, text });
      assert.equal(saved.status, 200, saved.text.slice(0, 200));
      version = saved.json.version;

      const reading = timed(s.member.get(`/chapters/${chapter}`));
      const meanwhile = [];
      for (let i = 0; i < 20; i++) meanwhile.push((await timed(s.viewer.get("/help"))).answer.status);
      const { answer, ms } = await reading;
      assert.equal(answer.status, 200);
      assert.ok(ms < WITHIN_MS, `the page took ${ms.toFixed(0)} ms`);
      assert.ok(meanwhile.every((status) => status === 200));

      // either its HTML is there, or the page says that it could not be made and shows the whole text as it was typed
      const shown = sectionOf(answer.text, id);
      if (shown.includes('<div class="prose"')) {
        assert.match(shown, /<div class="prose" lang="ja">\s*<[a-z]/, "the HTML is empty");
        assert.ok(!shown.includes(WORDS.chapter.unrenderable), "it is shown and said not to be");
      } else {
        assert.ok(shown.includes(WORDS.chapter.unrenderable), "there is neither HTML nor a word about it");
        assert.ok(shown.includes(`<pre class="as-typed" lang="ja">${escaped(text)}</pre>`), "the text as typed is not shown");
      }

      const preview = await timed(s.member.j.post(`/sections/${id}/preview`, { text }));
      assert.ok(preview.ms < WITHIN_MS, `the preview took ${preview.ms.toFixed(0)} ms`);
      const editor = await timed(s.member.get(`/sections/${id}/edit`));
      assert.equal(editor.answer.status, 200);
      assert.ok(editor.ms < WITHIN_MS, `the editor took ${editor.ms.toFixed(0)} ms`);
      assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, text);
    });
  }
  await t.test("afterwards ordinary texts are rendered as ever", async () => {
    const saved = await s.member.j.post(`/sections/${id}`, { base_version: version, text: "**太字**" });
    assert.equal(saved.status, 200);
    assert.match((await s.viewer.get(`/chapters/${chapter}`)).text, /<strong>太字<\/strong>/);
  });
});

test("a document with a bomb in it can still be exported", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const text = BOMBS["a table of 3,000 columns with short rows"];
  await s.member.post(`/sections/${s.find("商業").id}`, { base_version: 0, text });
  await s.member.post(`/sections/${s.find("工業").id}`, { base_version: 0, text: "工業の本文。" });
  const { answer, ms } = await timed(s.secretariat.post("/export", { format: "html" }));
  assert.equal(answer.status, 200);
  assert.ok(ms < WITHIN_MS, `the export took ${ms.toFixed(0)} ms`);
  assert.match(answer.text, /工業の本文/);
  assert.match(kosshi(["export", s.file, "--format", "html"]).stdout, /工業の本文/);
});
