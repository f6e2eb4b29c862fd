// People without JavaScript who save one section of 4 KB at once: in each round all of them send the whole text from the same base version, each
// with a line of its own changed. Every one is merged, or this fails.
import assert from "node:assert/strict";
import { SECTION, cpuOf, makeFile, serve } from "./one_section.mjs";
import { Wire } from "./wire.mjs";

const SECONDS = 3;
const SIZE = 4096; // bytes of the text
const DIGITS = 6;
const AIM = 3000;
const FORM = "application/x-www-form-urlencoded";

const number = (n) => String(n).padStart(DIGITS, "0");
const line = (i, n) => `- 提案者${String(i).padStart(2, "0")}の案は${number(n)}版である。\n`;
const filler = "区民生活を支える多様な地域産業の持続性を確保する。\n";

/** The text in which each of so many has written the n-th version of its line. */
function textOf(people, n) {
  const lines = Array.from({ length: people }, (_, i) => line(i, n));
  const more = Math.max(0, Math.floor((SIZE - Buffer.byteLength(lines.join(""))) / Buffer.byteLength(filler)));
  return lines.map((own, i) => own + filler.repeat(Math.floor(((i + 1) * more) / people) - Math.floor((i * more) / people))).join("");
}

async function round(wires, base, n) {
  const before = encodeURIComponent(textOf(wires.length, n - 1));
  const answers = await Promise.all(
    wires.map((wire, i) => {
      const at = before.indexOf(encodeURIComponent(line(i, n - 1))) + encodeURIComponent(line(i, n - 1)).indexOf(number(n - 1));
      return wire.post(`/sections/${SECTION}`, FORM, `base_version=${base}&text=${before.slice(0, at)}${number(n)}${before.slice(at + DIGITS)}`);
    }),
  );
  for (const answer of answers) assert.equal(answer.status, 200, answer.body.toString());
  const newest = answers.map((answer) => JSON.parse(answer.body)).reduce((one, other) => (other.version > one.version ? other : one));
  assert.equal(newest.version, base + wires.length, "each save is a version");
  assert.equal(newest.text, textOf(wires.length, n), "the words of each are in the text");
  return newest.version;
}

async function rate(made, layer) {
  const people = made.cookies.length;
  const { server, text } = await serve(made, layer);
  const wires = await Promise.all(made.cookies.map((cookie) => Wire.open(server.port, cookie)));
  let { version } = await text();
  const cpu = cpuOf(server.process.pid);
  const begin = performance.now();
  let n = 0;
  while (performance.now() - begin < SECONDS * 1000) version = await round(wires, version, ++n);
  const seconds = (performance.now() - begin) / 1000;
  const each = ((cpuOf(server.process.pid) - cpu) / (n * people)) * 1e6;
  assert.equal((await text()).text, textOf(people, n));
  for (const wire of wires) wire.close();
  await server.stop();
  return { saves: (n * people) / seconds, each };
}

export async function saving({ dir, layer, print, verdict }) {
  const rows = [];
  let least = Infinity;
  const files = [];
  for (const people of [4, 32]) files.push(await makeFile(dir, `saving-${people}`, textOf(people, 0), people));
  for (const slow of [null, layer]) {
    for (const made of files) {
      const { saves, each } = await rate(made, slow);
      if (!slow) least = Math.min(least, saves);
      rows.push([`${made.cookies.length} at once, ${slow ? "a sync of 4 ms" : "this disk"}`, Math.round(saves).toLocaleString("en-US"), "all", Math.round(each)]);
    }
  }
  print(`Saving 4 KB by form from one base version, durable before answered (aim: ${AIM}/s on this disk: ${verdict(least >= AIM)})`, ["", "saves/s", "merged", "CPU µs a save"], rows);
}
