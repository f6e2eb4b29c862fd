// A chapter with a thousand opinions at its words: its page is made and opened as the same page without any; an update moves them all.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, addUser, kosshi, sql } from "../http/harness.mjs";
import { CHAPTER, INTERCHANGE } from "./corpus.mjs";
import { cpuOf } from "./one_section.mjs";

const { chromium } = createRequire(new URL("../browser/package.json", import.meta.url))("playwright-core");

const OPINIONS = 1000;
const WORDS = 12; // UTF-16 units of the words of each
const OPENED = 21; // times each page is opened, in turns
const PUSHED = 101; // updates
const AIM = { opening: 1.3, mapping: 5 };

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** A served copy of the corpus; the opinions are on these sections, spread over their texts. */
async function serve(dir, name, sections) {
  const source = join(dir, `${name}.json`);
  const file = join(dir, `${name}.db`);
  writeFileSync(source, INTERCHANGE);
  kosshi(["new", file, "--from", source]);
  addUser(file, "writer", "member");
  const each = OPINIONS / Math.max(1, sections.length);
  const server = await Server.start(file);
  const writer = await server.signIn("writer");
  for (const { id } of sections) {
    const { version, text } = (await writer.j.get(`/sections/${id}/text`)).json;
    for (let i = 0; i < each; i++) {
      const from = Math.floor((i * (text.length - WORDS)) / each);
      const answer = await writer.j.postJson(`/sections/${id}/comments`, { body: `意見 ${i + 1} この書き方でよいか、もう一度考えたいです。`, anchor: { version, from, to: from + WORDS } });
      assert.equal(answer.status, 200, answer.text);
    }
  }
  assert.equal(Number(sql(file, "SELECT count(*) FROM comment")), sections.length ? OPINIONS : 0);
  return { server, writer };
}

/** ms until the page is made, until a browser has loaded it, and until the notes near the view stand beside it. */
async function open(browser, { server, writer }, path) {
  const begin = performance.now();
  assert.equal((await writer.get(path)).status, 200);
  const made = performance.now() - begin;
  const context = await browser.newContext({ locale: "ja-JP", viewport: { width: 1600, height: 900 } });
  const [name, value] = writer.cookie.split("=");
  await context.addCookies([{ name, value, url: server.origin }]);
  const page = await context.newPage();
  await page.goto(server.origin + path, { waitUntil: "load" });
  const loaded = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventStart);
  await page.locator(".margin-list").first().waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelector(".note") || !document.querySelector(".section-marks a.count:not([hidden])"));
  const stand = await page.evaluate(() => performance.now());
  await context.close();
  return { made, loaded, stand };
}

/** A pushed update: ms until it is durable and answered, and ms of CPU. */
async function push({ server, writer }, section) {
  const times = [];
  const cpu = cpuOf(server.process.pid);
  let { version, text } = (await writer.j.get(`/sections/${section}/text`)).json;
  for (let i = 0; i < PUSHED; i++) {
    const begin = performance.now();
    const answer = await writer.j.postJson(`/sections/${section}/updates`, { version, client: "bench", updates: [{ changes: [[0, "字"], text.length + i] }] });
    times.push(performance.now() - begin);
    assert.equal(answer.status, 200, answer.text);
    ({ version } = answer.json);
  }
  return { ms: median(times), cpu: ((cpuOf(server.process.pid) - cpu) / PUSHED) * 1000 };
}

async function opening({ dir, print, verdict }) {
  const path = `/chapters/${CHAPTER.id}`;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  const without = await serve(dir, "opinions-none", []);
  const many = await serve(dir, "opinions-many", CHAPTER.children);
  const times = { without: [], many: [] };
  for (let i = 0; i < OPENED; i++) {
    times.without.push(await open(browser, without, path));
    times.many.push(await open(browser, many, path));
  }
  await browser.close();
  await without.server.stop();
  await many.server.stop();
  const of = (list, name) => median(list.map((one) => one[name]));
  const ratio = of(times.many, "loaded") / of(times.without, "loaded");
  const row = (name, list) => [name, of(list, "made").toFixed(1), of(list, "loaded").toFixed(0), of(list, "stand").toFixed(0)];
  print(`A chapter with ${OPINIONS} opinions, opened by Chromium, median of ${OPENED} (aim: within ${AIM.opening} times the one without: ${ratio.toFixed(2)}, ${verdict(ratio <= AIM.opening)})`, ["", "made ms", "loaded ms", "with notes in view ms"], [row("without", times.without), row(`${OPINIONS} opinions`, times.many)]);
}

async function mapping({ dir, print, verdict }) {
  const [section] = CHAPTER.children;
  const bare = await serve(dir, "mapping-none", []);
  const many = await serve(dir, "mapping-many", [section]);
  const [without, moved] = [await push(bare, section.id), await push(many, section.id)];
  await bare.server.stop();
  await many.server.stop();
  const row = (name, { ms, cpu }) => [name, ms.toFixed(2), cpu.toFixed(2)];
  print(`An update that moves ${OPINIONS} opinions, of ${PUSHED} (aim: ${AIM.mapping} ms of CPU: ${verdict(moved.cpu <= AIM.mapping)})`, ["", "ms, durable", "CPU ms"], [row("without opinions", without), row(`${OPINIONS} opinions`, moved)]);
}

export async function opinions(bench) {
  await opening(bench);
  await mapping(bench);
}
