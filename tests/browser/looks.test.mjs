// What can be seen, kept as assertions on every page there is: nothing overlaps, nothing is too small to read or to touch, nothing jumps, and whoever
// enlarges, forces colours or asks for no motion gets a page that works. Contrast and names are axe's (axe.test.mjs); so is scrolling sideways.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { OUTLINE, folder, kosshi, served } from "../http/harness.mjs";
import { PAGES, WORDS, atWork, axe, noProblems, openPage, profile } from "./browser.mjs";

const WIDTHS = [360, 1024, 1600];

/** Runs `check` for each page, in contexts with `options`; one context a person. */
async function everyPage(t, options, check) {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const contexts = new Map();
  for (const [name, path, who] of PAGES(s)) {
    await t.test(name, async () => {
      if (!contexts.has(who)) {
        const context = await profile(t, who, options);
        await context.addInitScript(watchShifts);
        contexts.set(who, context);
      }
      const page = await openPage(contexts.get(who), s.server.origin);
      await page.goto(s.server.origin + path);
      await check(page, name);
      noProblems(page, name);
      await page.close();
    });
  }
}

/** Writes down in the page what moved without being asked to. */
function watchShifts() {
  const shifts = [];
  const note = (entries) => {
    for (const entry of entries) if (!entry.hadRecentInput) shifts.push(entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80)).join(", "));
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  window.shifts = () => (note(observer.takeRecords()), shifts);
}

/** Texts smaller than 14 px, and lines of different texts that lie on each other. */
function faultsOfText() {
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 30);
  const small = [];
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const element = node.parentElement;
    if (!node.data.trim() || !seen(element) || element.closest(".visually-hidden, .skip, option, textarea, script, template, rt")) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 14) small.push(`${getComputedStyle(element).fontSize}: ${short(node.data)}`);
    // what stands in a layer above the page, or is scrolled out of its own region, lies over other text rightly
    if (element.closest(".editor-bar:not(.grid-bar), .reader-contents, [popover]")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      let clip = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
      for (let above = element; above && above !== document.body; above = above.parentElement) {
        if (getComputedStyle(above).overflowX === "visible") continue;
        const edge = above.getBoundingClientRect();
        clip = { left: Math.max(clip.left, edge.left), top: Math.max(clip.top, edge.top), right: Math.min(clip.right, edge.right), bottom: Math.min(clip.bottom, edge.bottom) };
      }
      const line = { node, left: Math.max(box.left, clip.left), top: Math.max(box.top, clip.top), right: Math.min(box.right, clip.right), bottom: Math.min(box.bottom, clip.bottom) };
      // the box of a line is higher than its letters: a fifth at both ends may be shared
      const spare = (line.bottom - line.top) / 5;
      line.top += spare;
      line.bottom -= spare;
      if (line.right - line.left > 1 && line.bottom - line.top > 1) lines.push(line);
    }
  }
  const sticky = (node) => {
    for (let above = node.parentElement; above; above = above.parentElement) if (["sticky", "fixed"].includes(getComputedStyle(above).position)) return above;
    return null;
  };
  lines.sort((a, b) => a.top - b.top);
  const overlaps = [];
  for (const [i, a] of lines.entries())
    for (let j = i + 1; j < lines.length && lines[j].top < a.bottom; j++) {
      const b = lines[j];
      if (a.node === b.node || Math.min(a.right, b.right) - Math.max(a.left, b.left) <= 2) continue;
      if (sticky(a.node) === sticky(b.node)) overlaps.push(`“${short(a.node.data)}” and “${short(b.node.data)}”`);
    }
  return { small, overlaps };
}

/**
 * Controls that are too small to be hit. A link in running text is as high as its line (WCAG 2.5.8, inline). With a mouse a target may be smaller than 24
 * px when a circle of 24 px around its middle touches no other one (the same, spacing).
 */
function smallTargets(least) {
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, label:has(> input)")].filter(
    (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".skip, .visually-hidden, .prose") && !(e.matches("input") && e.parentElement.matches("label")),
  );
  const inText = (e) => {
    if (!e.matches("a") || getComputedStyle(e).display !== "inline") return false;
    const words = (n) => (n.nodeType === 3 ? n.data.trim() : n.matches?.("a, button, svg") ? "" : n.textContent.trim());
    return [...e.parentElement.childNodes].some((n) => n !== e && words(n));
  };
  const boxes = controls.map((e) => e.getBoundingClientRect());
  return controls.flatMap((e, i) => {
    const box = boxes[i];
    if (inText(e) || (box.width >= least - 0.5 && box.height >= least - 0.5) || box.width === 0) return [];
    if (least === 44 && box.height >= 43.5) return []; // a short word in a row of its own height
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const near = boxes.some((other, j) => {
      if (i === j || other.width === 0 || controls[j].contains(e) || e.contains(controls[j])) return false;
      const dx = Math.max(other.left - x, 0, x - other.right);
      const dy = Math.max(other.top - y, 0, y - other.bottom);
      return Math.hypot(dx, dy) < 12;
    });
    if (least === 24 && !near) return [];
    return [`${Math.round(box.width)} × ${Math.round(box.height)}: ${e.outerHTML.slice(0, 110)}`];
  });
}

/** How many stops the Tab key makes, and those that cannot be seen to have the focus. */
async function tabStops(page) {
  const faults = [];
  let count = 0;
  await page.evaluate(() => document.activeElement?.blur());
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const done = "stopped" in element.dataset;
      element.dataset.stopped = "";
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      // 2.4.11: what has the focus is not hidden behind what sticks to the edge of the window
      const [x, y] = [box.left + Math.min(box.width, 24) / 2, box.top + Math.min(box.height, 24) / 2];
      const top = document.elementFromPoint(x, y);
      const covered = top && !element.contains(top) && !top.contains(element) && top.closest(".editor-bar, .reader-contents");
      return { done, fault: !ring ? "no ring" : box.width * box.height === 0 ? "nothing to see" : covered ? "covered" : "", what: element.outerHTML.slice(0, 110) };
    });
    if (!stop || stop.done) break;
    count++;
    if (stop.fault) faults.push(`${stop.fault}: ${stop.what}`);
  }
  return { count, faults };
}

/** Where grounds are gone, buttons, fields, stamps and notices are still told apart by their borders; a field that is a table's cell by the cell's. */
function withoutBorder() {
  return [...document.querySelectorAll(".button:not(.quiet), .stamp, .notice, input:not([type=hidden], [type=checkbox], [type=radio]), textarea, select")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".toc-sections") && parseFloat(getComputedStyle(e.closest(".cells-table :is(td, th)") ?? e).borderTopWidth) < 1)
    .map((e) => e.outerHTML.slice(0, 100));
}

/** The longest time anything on the page takes to change, in ms. */
function longestMotion() {
  const ms = (value) => Math.max(...value.split(",").map((part) => parseFloat(part) * (part.trim().endsWith("ms") ? 1 : 1000)));
  return Math.max(...[...document.querySelectorAll("*")].map((e) => Math.max(ms(getComputedStyle(e).transitionDuration), ms(getComputedStyle(e).animationDuration))));
}

/** Icons that say something on their own, or draw nothing. */
function faultsOfIcons() {
  return [...document.querySelectorAll("svg.icon")]
    .filter((icon) => icon.getAttribute("aria-hidden") !== "true" || !icon.parentElement.textContent.trim() || (icon.checkVisibility() && icon.firstElementChild.getBBox().width === 0))
    .map((icon) => icon.parentElement.outerHTML.slice(0, 100));
}

/** The spacing a reader may ask for (WCAG 1.4.12); what is cut off by it. A field of one line scrolls; what is only said is cut off anyway. */
function cutBySpacing() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("svg, .visually-hidden, .skip, input, select, .bar-title, .toc-change"))
    .filter((e) => getComputedStyle(e).clipPath !== "inset(50%)")
    .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.outerHTML.slice(0, 110));
}

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test("at each width: no text under 14 px, none on another, nothing moves while loading, no motion for who wants none, room around each control", async (t) => {
  await everyPage(t, { viewport: { width: 1024, height: 900 } }, async (page, name) => {
    assert.deepEqual(await page.evaluate(() => window.shifts()), [], `${name} moves while it is loaded`);
    for (const width of [1024, 1600, 360]) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await page.evaluate(faultsOfText), { small: [], overlaps: [] }, `${name}, ${width} px`);
      if (width === 1600) assert.deepEqual(await page.evaluate(smallTargets, 24), [], `${name}, by mouse`);
    }
    await page.reload();
    assert.deepEqual(await page.evaluate(() => window.shifts()), [], `${name} moves while it is loaded on a phone`);
    assert.deepEqual(await page.evaluate(faultsOfIcons), [], `${name}, icons`);
    assert.equal(await page.evaluate(longestMotion), 0, `${name}, reduced motion`);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    assert.ok((await page.evaluate(longestMotion)) <= 150, `${name}, motion`);
    await page.setViewportSize({ width: 1024, height: 900 });
    assert.deepEqual(await page.evaluate(cutBySpacing), [], `${name}, wide spacing`);
    assert.ok(!(await sideways(page)), `${name} scrolls sideways with wide spacing`);
    assert.deepEqual((await page.evaluate(faultsOfText)).overlaps, [], `${name}, wide spacing`);
  });
});

test("by touch every control is 44 px high", async (t) => {
  await everyPage(t, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }, async (page, name) => {
    assert.deepEqual(await page.evaluate(smallTargets, 44), [], name);
  });
});

// The ring is an outline, which forced colours leave in place; where it is seen with them it is seen without.
test("each stop of the Tab key is seen, and controls keep their borders, with forced colours", async (t) => {
  await everyPage(t, { viewport: { width: 1280, height: 800 }, forcedColors: "active" }, async (page, name) => {
    const { count, faults } = await tabStops(page);
    assert.ok(count >= 4, `${count} stops on ${name}`);
    assert.deepEqual(faults, [], name);
    assert.deepEqual(await page.evaluate(withoutBorder), [], name);
  });
});

test("at 200 % the pages are whole and axe finds nothing", async (t) => {
  await everyPage(t, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async (page, name) => {
    assert.ok(!(await sideways(page)), `${name} scrolls sideways`);
    assert.deepEqual(await page.evaluate(faultsOfText), { small: [], overlaps: [] }, name);
    await axe(page, `${name}, 200 %`);
  });
});

// Twelve kilobytes of text in each section, as a long one has.
const LONG = "区民の暮らしを支える多様な産業が、互いに力を合わせて地域の課題に取り組みます。\n\n".repeat(100);

test("styles are under 30 KB, and pages without their pictures under 60 KB, compressed as they are sent", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  await s.member.post(`/sections/${s.factory}`, { base_version: 0, text: LONG });
  const css = /href="(\/static\/app\.[^"]+\.css)"/.exec((await s.nobody.get("/login")).text)[1];
  const zipped = { "Accept-Encoding": "gzip" };
  const styles = (await s.nobody.get(css, zipped)).bytes.length;
  assert.ok(styles < 30 * 1024, `styles: ${styles} bytes`);
  for (const [name, path, who] of PAGES(s)) {
    const { bytes, text } = await who.get(path);
    const sent = Math.min(bytes.length, gzipSync(bytes).length);
    assert.ok(sent < 60 * 1024, `${name}: ${sent} bytes`);
    assert.doesNotMatch(text, /\sstyle="/, `${name} has a style of its own`);
  }
});

test("the visual language is documented from the style sheet itself, with contrasts as WCAG computes them", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const luminance = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const page = await openPage(await profile(t, s.secretariat), s.server.origin);
  await page.goto(`${s.server.origin}/`);
  await page.locator(".bar-person > button").click();
  await page.getByRole("link", { name: WORDS.styles.title }).click();
  await page.waitForURL("**/styles"); // a click does not wait for the sprite of icons
  assert.deepEqual(await page.evaluate(faultsOfIcons), [], "every icon is drawn");
  const rows = await page.locator("[data-colour]").evaluateAll((all) =>
    all.map((row) => ({ name: row.dataset.colour, ground: "ground" in row.dataset, values: [...row.querySelectorAll("td > code")].map((e) => e.textContent), ratios: [...row.querySelectorAll("[data-contrast]")].map((e) => e.textContent) })),
  );
  const of = Object.fromEntries(rows.map((row) => [row.name, row.values]));
  for (const [dark, colorScheme] of ["light", "dark"].entries()) {
    await page.emulateMedia({ colorScheme });
    for (const { name, ground, values, ratios } of rows) {
      const used = await page.evaluate((variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim(), `--${name}`);
      assert.equal(used, values[dark], `--${name}, ${colorScheme}`);
      const against = ground ? [of.ink[dark]] : [of.paper[dark], of.surface[dark]];
      const expected = Math.min(...against.map((other) => ratio(values[dark], other)));
      assert.equal(ratios[dark], expected.toFixed(2), `--${name}, ${colorScheme}`);
      const least = name === "line" ? 1 : name === "edge" ? 3 : 4.5;
      assert.ok(expected >= least, `--${name}, ${colorScheme}: ${expected}`);
    }
  }
  for (const [text, ground] of [["ai", "ai-ground"], ["shu", "shu-ground"], ["pencil", "pencil-ground"], ["ok", "ok-ground"], ["muted", "row-ground"], ["surface", "ai"], ["surface", "ink"]])
    for (const dark of [0, 1]) assert.ok(ratio(of[text][dark], of[ground][dark]) >= 4.5, `--${text} on --${ground}`);
});

test("the exported file: a line holds at most 42 characters on paper, nothing small, nothing on top of each other", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  await s.member.post(`/sections/${s.factory}`, { base_version: 0, text: LONG });
  const file = join(folder(t), "final.html");
  writeFileSync(file, kosshi(["export", s.file, "--format", "html"]).stdout);
  const page = await openPage(await profile(t, null), "none");
  await page.goto(pathToFileURL(file).href);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await page.evaluate(faultsOfText), { small: [], overlaps: [] }, `${width} px`);
  }
  // A4 less its margins, at 96 px an inch
  await page.setViewportSize({ width: Math.round(((210 - 55) / 25.4) * 96), height: 900 });
  await page.emulateMedia({ media: "print" });
  const characters = await page.evaluate(() => {
    const p = [...document.querySelectorAll(".prose > p")].find((e) => e.textContent.length > 30);
    return p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize);
  });
  assert.ok(characters >= 35 && characters <= 42, `${characters} characters`);
});

test("on a wide screen a line of the document holds 35 to 42 characters", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  await s.member.post(`/sections/${s.factory}`, { base_version: 0, text: LONG });
  for (const path of [`/chapters/${s.chapter}`, "/document"]) {
    const page = await openPage(await profile(t, s.viewer, { viewport: { width: 1600, height: 900 } }), s.server.origin);
    await page.goto(s.server.origin + path);
    const characters = await page.locator(`#s${s.factory} .prose > p`).first().evaluate((p) => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize));
    assert.ok(characters >= 35 && characters <= 42, `${path}: ${characters} characters`);
  }
});
