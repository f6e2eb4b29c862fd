// A real browser for the tests: Debian's Chromium, driven by playwright-core.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { PATIENCE } from "../http/harness.mjs";
import { putPolicy, setDiagram } from "../http/policies.mjs";
import { png, upload } from "../http/pictures.mjs";

export const WORDS = JSON.parse(readFileSync(new URL("../../templates/ja.json", import.meta.url), "utf8"));
const AXE = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

let launched;
/** One browser a test file; it closes with it. */
export function browser() {
  launched ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
  return launched;
}
after(async () => (await launched)?.close());

/** A fresh profile with the session of `client` (of the HTTP harness); it ends with the test. */
export async function profile(t, client, options = {}) {
  const context = await (await browser()).newContext({ locale: "ja-JP", timezoneId: "Asia/Tokyo", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE);
  t.after(() => context.close());
  context.runsScripts = options.javaScriptEnabled !== false;
  if (client?.cookie) {
    const [name, value] = client.cookie.split("=");
    await context.addCookies([{ name, value, url: client.origin, httpOnly: true, sameSite: "Lax" }]);
  }
  return context;
}

/** Run in the page: the behaviours it asks for are there (static/js/main.js), its letters and pictures are there, and it is drawn. */
async function standing() {
  const { src } = document.querySelector("script[type=module][src]") ?? {};
  const names = [...document.querySelectorAll("[data-behaviour]")].flatMap((element) => element.dataset.behaviour.split(" "));
  if (src) await Promise.all(names.map((name) => import(new URL(`${name}.js`, src).href)));
  await document.fonts.ready;
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
}

/** Waits until the page stands still and can be used: a click or the end of a load says too little, its scripts come after that. */
export async function settled(page) {
  for (const end = Date.now() + PATIENCE; ; ) {
    await page.waitForLoadState("load");
    if (!page.context().runsScripts) return;
    try {
      await page.evaluate(standing);
    } catch (left) {
      if (/context was destroyed|navigat/i.test(left.message)) continue; // it was about to be another page
      throw left;
    }
    if (page.asking.size === 0) return;
    assert.ok(Date.now() < end, `no answer to ${[...page.asking].map((request) => request.url()).join(" ")}`);
  }
}

/**
 * A page that fails the test when a script fails, something is not found, or anything is asked of another host. Going somewhere ends when the page
 * there can be used (see `settled`); one that `waitUntil` stops earlier is on its own.
 */
export async function openPage(context, origin) {
  const page = await context.newPage();
  page.problems = [];
  page.asking = new Set(); // what its scripts have asked and not heard of yet; a live stream is never over
  const isAnswered = (request) => ["fetch", "xhr"].includes(request.resourceType()) && new URL(request.url()).pathname !== "/events";
  page.on("request", (request) => isAnswered(request) && page.asking.add(request));
  for (const event of ["requestfinished", "requestfailed"]) page.on(event, (request) => page.asking.delete(request));
  for (const way of ["goto", "reload", "waitForURL"]) {
    const go = page[way].bind(page);
    page[way] = async (...given) => {
      const answer = await go(...given);
      if (!given.at(-1)?.waitUntil) await settled(page);
      return answer;
    };
  }
  page.on("pageerror", (error) => page.problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // a refused request is not a fault of the page: tests that provoke one look at what is shown
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) page.problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && origin && url.origin !== origin) page.problems.push(`asks ${url.origin}`);
  });
  return page;
}

/** In this browser the editor of texts cannot be loaded: forms have their plain fields. */
export const withoutEditor = (context) => context.route("**/static/editor.*.js", (route) => route.abort());

export function noProblems(page, what = page.url()) {
  assert.deepEqual(page.problems, [], what);
}

/** What axe asks of colours. */
export const COLOURS = ["color-contrast", "link-in-text-block"];

/** Runs axe on the page as it is. only: the rules to run, all without. */
export async function axe(page, what = page.url(), { only } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const found = await page.evaluate((values) => window.axe.run(document, { resultTypes: ["violations"], ...(values && { runOnly: { type: "rule", values } }) }), only);
  const told = found.violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${n.target.join(" ")}\n    ${n.failureSummary?.replaceAll("\n", "\n    ")}`));
  assert.deepEqual(told, [], `${what}\n${told.join("\n")}`);
}

/** Presses Tab until the focus is on an element for which `matches` (run in the page) is true. Each stop must be seen. */
export async function tabTo(page, matches, argument, most = 150) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    // as text, since the page's content security policy forbids to make functions in it
    const found = await page.evaluate(`Boolean((${matches})(document.activeElement, ${JSON.stringify(argument ?? null)}))`);
    if (!found) continue;
    const there = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
        seen: box.width > 0 && box.height > 0,
        name: element.outerHTML.slice(0, 120),
      };
    });
    assert.ok(there.ring, `the focus is not seen on ${there.name}`);
    assert.ok(there.seen, `the focus is on something hidden: ${there.name}`);
    return;
  }
  assert.fail(`${most} presses of Tab do not lead to ${matches} ${argument ?? ""} on ${page.url()}`);
}

/** A text with everything a section may hold. */
export const RICH = `地域の産業を支えるために、**「試験市らしさ」**を生かします。~~前の案~~ [区の頁](https://example.jp/)[^1]

| 年度 | 事業所の数 | 働く人の数 | 出荷額の合計（百万円） | 前年度からの増減 |
|---|---:|---:|---:|---|
| 令和6年度 | 1,024 | 12,345 | 98,765,432 | 増えた |
| 令和7年度 | 1,000 | 12,000 | 98,000,000 | 減った |

- 一つ目の取組
  - その内訳
- 二つ目の取組

1. 調べる
2. 決める

> 引用した文章。

\`code\` と Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft

\`\`\`
とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行
\`\`\`

### 小さな見出し

本文。

[^1]: 出典のある注です。
`;

/** A served document that looks like one at work: texts, comments, states, a locked chapter, a deleted section, invitations. */
export async function atWork(s) {
  s.shop = s.find("商業").id;
  s.factory = s.find("工業").id;
  s.chapter = s.find("地域の産業").id;
  s.intro = s.find("はじめに").id;
  s.policies = s.find("方針").id;
  await s.member.post(`/sections/${s.shop}`, { base_version: 0, text: RICH });
  await s.member.post(`/sections/${s.intro}`, { base_version: 0, text: RICH });
  s.strategies = s.find("戦略と戦術(取組)").id;
  s.indicators = s.find("指標").id;
  await s.member.j.postJson(`/sections/${s.strategies}/table`, { "sN1.title": "商店街の魅力を高める", "tN1.title": "空き店舗の改修", "tN1.content": "改修する人に\n費用の一部を補助する", "tN1.status": "new", "sN2.title": "観光" });
  await s.member.j.postJson(`/sections/${s.indicators}/table`, { "iN1.name": "新しく開業した店の数", "iN1.unit": "店", "iN1.baseline": "120", "iN1.baseline_year": "R4", "iN1.actual_2023": "130", "iN1.target": "200", "iN1.target_year": "R13", "iN1.strategies": "1、2" });
  const made = (await s.reviewer.j.post(`/sections/${s.shop}/comments`, { body: "商店街のことをもう少し。\n二行目。" })).json.id;
  await s.member.post(`/comments/${made}/replies`, { body: "直しました。@reviewer" });
  s.comment = made;
  await s.secretariat.j.post(`/comments/${made}/response`, { response: "商店街の取組を書き足しました。\n二行目。", disposition: "reflected", reflected_version: 1 });
  const done = (await s.reviewer.j.post(`/sections/${s.intro}/comments`, { body: "済んだ意見" })).json.id;
  await s.secretariat.post(`/comments/${done}/resolve`);
  await s.member.post(`/sections/${s.intro}/considerations`, { c1: "1" });
  await s.member.post(`/sections/${s.find("目指す姿").id}/considerations`, { c1: "1" });
  await s.secretariat.post(`/sections/${s.intro}/state`, { state: "final" });
  await s.secretariat.post(`/sections/${s.shop}/state`, { state: "review" });
  const gone = (await s.secretariat.j.post("/sections", { parent: s.chapter, kind: "section", number: "3", title: "消した節" })).json.id;
  await s.secretariat.post(`/sections/${gone}/delete`);
  putPolicy(s.file, s.find("戦略と戦術(取組)").id, s.find("指標").id);
  setDiagram(s.file, s.factory);
  await upload(s.member, png(60, 40), { name: "とても長い名前の写真とても長い名前の写真.png", alt: "商店街の写真" });
  s.suggestion = (await s.reviewer.j.post(`/sections/${s.factory}/suggestions`, { base_version: 0, text: "工業の文章。", reason: "まず一文を" })).json.id;
  s.invitation = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation.path;
  return s;
}

/** Every page there is: [name, path, who asks]. */
export const PAGES = (s) => [
  ["sign-in", "/login", s.nobody],
  ["invitation", s.invitation, s.nobody],
  ["an invitation that is gone", "/invite/gone", s.nobody],
  ["help", "/help", s.nobody],
  ["desk", "/", s.secretariat],
  ["desk of a viewer", "/", s.viewer],
  ["chapter", `/chapters/${s.chapter}`, s.member],
  ["chapter that is final", `/chapters/${s.intro}`, s.viewer],
  ["chapter of policies", `/chapters/${s.policies}`, s.member],
  ["document", "/document", s.member],
  ["editor", `/sections/${s.shop}/edit`, s.member],
  ["editor of an empty section", `/sections/${s.factory}/edit`, s.member],
  ["table of strategies", `/sections/${s.strategies}/table`, s.member],
  ["table of indicators", `/sections/${s.indicators}/table`, s.member],
  ["editor of a locked section", `/sections/${s.intro}/edit`, s.member],
  ["comments of a section", `/sections/${s.shop}/comments`, s.reviewer],
  ["comments of a section, none yet", `/sections/${s.factory}/comments`, s.viewer],
  ["one comment", `/comments/${s.comment}`, s.viewer],
  ["one comment, to be rewritten", `/comments/${s.comment}?edit=1`, s.reviewer],
  ["a comment that is not there", "/comments/9999", s.viewer],
  ["suggestions of a section", `/sections/${s.factory}/suggestions`, s.member],
  ["suggestions of a section, none yet", `/sections/${s.shop}/suggestions`, s.viewer],
  ["suggestion", `/suggestions/${s.suggestion}`, s.member],
  ["a new suggestion", `/sections/${s.shop}/suggest`, s.reviewer],
  ["history", `/sections/${s.shop}/history`, s.member],
  ["history, nothing written yet", `/sections/${s.factory}/history`, s.viewer],
  ["difference of two texts", `/sections/${s.shop}/history?from=0`, s.viewer],
  ["bringing a text back", `/sections/${s.shop}/history?restore=0`, s.member],
  ["a text of then", `/sections/${s.shop}/history?version=1`, s.member],
  ["who wrote which words", `/sections/${s.shop}/history?who=1`, s.viewer],
  ["comments", "/comments", s.secretariat],
  ["the answer to a comment", `/comments/${s.comment}/response`, s.secretariat],
  ["comments, none found", `/comments?state=resolved&chapter=${s.policies}`, s.secretariat],
  ["indicators", "/indicators", s.viewer],
  ["indicators, none found", "/indicators?progress=on_track", s.viewer],
  ["references", "/references", s.viewer],
  ["reference", "/references/1", s.viewer],
  ["considerations", "/considerations", s.secretariat],
  ["what a section answers", `/sections/${s.shop}/considerations`, s.member],
  ["visual language", "/styles", s.secretariat],
  ["figures", "/images", s.member],
  ["a new figure", `/images/new?section=${s.shop}`, s.member],
  ["outline", "/outline", s.secretariat],
  ["outline, moving", `/outline?move=${s.shop}`, s.secretariat],
  ["people", "/users", s.secretariat],
  ["activity", "/activity", s.secretariat],
  ["export", "/export", s.secretariat],
  ["an opinion from outside", "/comments/outside", s.secretariat],
  ["opinions from a CSV", "/comments/outside/import", s.secretariat],
  ["own page", "/me", s.member],
  ["not found", "/nothing", s.member],
  ["forbidden", "/users", s.viewer],
];

/** The editor of a page: `sheet` is what one types into; `fill`, `select` and `value` go by the text, whatever of it is seen. */
export function writing(page) {
  const sheet = page.locator(".writing .cm-content");
  const put = (given) =>
    sheet.evaluate((dom, [text, range]) => {
      const { view } = dom.cmTile.root;
      const [anchor, head] = range ?? [text.length, text.length];
      view.focus();
      view.dispatch({ changes: text === null ? [] : { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor, head } });
    }, given);
  return {
    sheet,
    value: () => sheet.evaluate((dom) => dom.cmTile.root.view.state.doc.toString()),
    selection: () => sheet.evaluate((dom) => (({ from, to }) => [from, to])(dom.cmTile.root.view.state.selection.main)),
    fill: (text) => put([text, null]),
    select: (from, to = from) => put([null, [from, to]]),
    focused: () => sheet.evaluate((dom) => dom === document.activeElement),
  };
}
