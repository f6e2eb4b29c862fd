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

/** The same texts as a form has them. Who asks takes processor time from what is measured, so nothing is encoded twice. */
class Forms {
  constructor(people) {
    this.parts = encodeURIComponent(textOf(people, 0)).split(number(0));
    let at = -DIGITS;
    this.places = this.parts.slice(0, -1).map((part) => (at += DIGITS + part.length));
  }

  /** What each sends who has the texts of n - 1 and writes its own line anew. */
  of(base, n) {
    const before = this.parts.join(number(n - 1));
    return this.places.map((at) => `base_version=${base}&text=${before.slice(0, at)}${number(n)}${before.slice(at + DIGITS)}`);
  }
}

const versionOf = (answer) => Number(answer.body.latin1Slice(0, 40).match(/"version":(\d+)/)[1]);

async function round(wires, forms, base, n) {
  const bodies = forms.of(base, n);
  const answers = await Promise.all(wires.map((wire, i) => wire.post(`/sections/${SECTION}`, FORM, bodies[i])));
  for (const answer of answers) assert.equal(answer.status, 200, answer.body.toString());
  const newest = JSON.parse(answers.reduce((one, other) => (versionOf(other) > versionOf(one) ? other : one)).body);
  assert.equal(newest.version, base + wires.length, "each save is a version");
  assert.equal(newest.text, textOf(wires.length, n), "the words of each are in the text");
  return newest.version;
}

async function rate(made, layer) {
  const people = made.cookies.length;
  const { server, text } = await serve(made, layer);
  const wires = await Promise.all(made.cookies.map((cookie) => Wire.open(server.port, cookie)));
  const forms = new Forms(people);
  let { version } = await text();
  const cpu = cpuOf(server.process.pid);
  const begin = performance.now();
  let n = 0;
  while (performance.now() - begin < SECONDS * 1000) version = await round(wires, forms, version, ++n);
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
