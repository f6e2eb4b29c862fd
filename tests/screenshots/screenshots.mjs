// Takes the pictures of README.md from the sample: node tests/screenshots/screenshots.mjs KOSSHI (make screenshots).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

process.env.KOSSHI = resolve(process.argv[2] ?? "build/kosshi");
const { Server, exported, kosshi, sections } = await import("../http/harness.mjs");
const { chromium } = createRequire(new URL("../browser/package.json", import.meta.url))("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const LARGEST = 150 * 1024; // bytes of a picture

const SCREEN = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

const folder = mkdtempSync(join(tmpdir(), "kosshi-screenshots-"));
const file = join(folder, "demo.db");
kosshi(["demo", file]);
const paper = join(folder, "document.html");
kosshi(["export", file, "--format", "html", "-o", paper]);

const all = sections(exported(file));
const of = (kind) => all.find((s) => s.kind === kind);
const chapterOf = (s) => (s.parent ? chapterOf(all.find((above) => above.id === s.parent)) : s);
const policies = chapterOf(of("policy"));
const written = all.find((s) => s.kind === "section" && s.state === "drafting" && s.text.includes("|"));

// [picture, role, where, { screen, dark, at: what the picture begins with }]
const PICTURES = [
  ["desk", "secretariat", "/", {}],
  ["policy", "member", `/chapters/${policies.id}`, { at: `#s${of("strategies").id}` }],
  ["editor", "member", `/sections/${written.id}/edit`, {}],
  ["indicators", "member", "/indicators", {}],
  ["document", null, pathToFileURL(paper).href, { at: `#s${of("indicators").id}` }],
  ["desk-dark", "member", "/", { dark: true }],
  ["indicators-dark", "member", "/indicators", { dark: true }],
  ["phone", "member", `/chapters/${policies.id}`, { screen: PHONE, at: `#s${of("goal").id}` }],
];

async function signIn(context, server, role) {
  const page = await context.newPage();
  await page.goto(`${server.origin}/login`);
  await page.click(`form:has(input[value="${role}"]) button`);
  await page.waitForURL(`${server.origin}/`);
  return page;
}

async function take(browser, server, [name, role, where, { screen = SCREEN, dark = false, at }]) {
  const context = await browser.newContext({ viewport: screen, colorScheme: dark ? "dark" : "light", locale: "ja-JP", timezoneId: "Asia/Tokyo", reducedMotion: "reduce" });
  const page = role ? await signIn(context, server, role) : await context.newPage();
  const answer = await page.goto(role ? server.origin + where : where, { waitUntil: "load" });
  assert.ok(!answer || answer.ok(), `${where}: ${answer?.status()}`);
  if (at) await page.locator(at).evaluate((element) => element.scrollIntoView({ block: "start" }));
  await page.waitForTimeout(300); // what follows the reading has followed
  const path = fileURLToPath(new URL(`${name}.png`, import.meta.url));
  await page.screenshot({ path });
  await context.close();
  execFileSync("pngquant", ["--force", "--ext", ".png", "--strip", "--speed", "1", "64", path]);
  const { size } = statSync(path);
  console.log(`${name}.png ${Math.ceil(size / 1024)} KB`);
  assert.ok(size <= LARGEST, `${name}.png is too large for the tree`);
}

const server = await Server.start(file);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
try {
  for (const picture of PICTURES) await take(browser, server, picture);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
