// People who type in one section of 4 KB, five characters a second each: from the moment a character is sent, through the disk, to its arrival at
// each of the others, who listen to the live stream. Each has a line of its own and writes over it again and again, so that the text stays as long
// as it is and what it must be at the end is known.
import assert from "node:assert/strict";
import http from "node:http";
import { until } from "../http/harness.mjs";
import { SECTION, cpuOf, makeFile, serve } from "./one_section.mjs";
import { Wire } from "./wire.mjs";

const EVERY = 200; // ms between two characters of a person
const SECONDS = 8; // measured
const WARM_UP = 1000; // ms before
const LINES = 40;
const PEOPLE = 50; // who type and listen; one may have twenty streams
const LINE = 34; // characters: 40 lines of 34 are 4 KB
const KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ";
const AIM = { p50: 2, p99: 10 }; // ms
const CLIENT = '"client":"typist-';

const name = (i) => String(i).padStart(2, "0");

/** What one person writes, and when each character of it went out. */
class Typist {
  constructor(i) {
    this.i = i;
    this.line = Array(LINE).fill("字");
    this.sent = []; // ms
    this.waiting = []; // changesets that wait for the answer to the last push
    this.busy = false;
    this.version = 0; // of the last answer
  }

  type(length) {
    const at = this.sent.length % LINE;
    const from = this.i * (LINE + 1) + at;
    const character = KANA[(this.i + this.sent.length) % KANA.length];
    this.line[at] = character;
    this.waiting.push(`{"changes":[${from},[1,"${character}"],${length - from - 1}]}`);
    this.sent.push(performance.now());
    if (!this.busy) this.push();
  }

  async push() {
    this.busy = true;
    while (this.waiting.length) {
      const body = `{"version":${Math.max(this.version, this.listener.version)},"client":"typist-${name(this.i)}","updates":[${this.waiting.splice(0).join()}]}`;
      const answer = await this.wire.post(`/sections/${SECTION}/updates`, "application/json", body, Buffer.byteLength(body));
      assert.equal(answer.status, 200, answer.body.toString());
      this.version = Number(answer.body.latin1Slice(0, 40).match(/^\{"version":(\d+)/)[1]);
    }
    this.busy = false;
  }
}

/** Somebody who hears of every character: how long each took to come, but for one's own and those of the warm-up. */
class Listener {
  constructor(typists, own, version, times) {
    Object.assign(this, { typists, own, version, times, text: "", heard: typists.map(() => 0) });
  }

  open(origin, cookie, from) {
    return new Promise((resolve, reject) => {
      this.request = http.get(`${origin}/events?section=${SECTION}`, { agent: false, headers: { Cookie: cookie, Accept: "text/event-stream" } }, (response) => {
        assert.equal(response.statusCode, 200, `a stream: ${response.statusCode}`);
        response.setEncoding("latin1").on("data", (piece) => this.take(piece, performance.now(), from));
        response.on("error", () => {}); // closed at the end
        resolve();
      });
      this.request.on("error", reject);
    });
  }

  take(piece, now, from) {
    const text = this.text + piece;
    const end = text.lastIndexOf("\n\n");
    this.text = text.slice(end + 1);
    for (let at = text.indexOf(CLIENT); at >= 0 && at < end; at = text.indexOf(CLIENT, at + 1)) {
      const i = Number(text.slice(at + CLIENT.length, at + CLIENT.length + 2));
      const sent = this.typists[i].sent[this.heard[i]++];
      if (i !== this.own && sent >= from.begin) this.times.push(now - sent);
      this.version++;
    }
  }
}

const BEFORE = `${"字".repeat(LINE)}\n`.repeat(LINES);

async function run(made, { people, listeners, layer }) {
  const { server, text } = await serve(made, layer);
  const cookie = (i) => made.cookies[i % PEOPLE];
  const { version } = await text();
  const times = [];
  const from = { begin: Infinity };
  const typists = Array.from({ length: people }, (_, i) => new Typist(i));
  const all = Array.from({ length: listeners }, (_, i) => new Listener(typists, i, version, times));
  for (const [i, listener] of all.entries()) await listener.open(server.origin, cookie(i), from);
  for (const typist of typists) {
    typist.listener = all[typist.i];
    typist.wire = await Wire.open(server.port, cookie(typist.i));
  }
  from.begin = performance.now() + WARM_UP;
  const cpu = cpuOf(server.process.pid);
  const timers = [];
  for (const typist of typists) setTimeout(() => timers.push(setInterval(() => typist.type(BEFORE.length), EVERY)), (typist.i * 83) % EVERY);
  await new Promise((resolve) => setTimeout(resolve, WARM_UP + SECONDS * 1000));
  timers.forEach(clearInterval);
  const busy = (cpuOf(server.process.pid) - cpu) / (WARM_UP / 1000 + SECONDS);
  await until(() => all.every((one) => typists.every((typist) => one.heard[typist.i] === typist.sent.length)), 30_000, "every character at every listener");
  const expected = [...typists.map((typist) => typist.line.join("")), ...Array(LINES - people).fill("字".repeat(LINE))].map((line) => `${line}\n`).join("");
  assert.equal((await text()).text, expected, "every character is in the text");
  for (const listener of all) listener.request.destroy();
  for (const typist of typists) typist.wire.close();
  await server.stop();
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)];
  return { p50: at(0.5), p99: at(0.99), count: times.length, busy };
}

export async function typing({ dir, layer, print, verdict }) {
  const cases = [
    ["40 type, 40 listen, this disk", { people: 40, listeners: 40 }],
    ["40 type, 40 listen, a sync of 4 ms", { people: 40, listeners: 40, layer }],
    ["40 type, 200 listen, this disk", { people: 40, listeners: 200 }],
    ["8 type, 1,000 listen, this disk", { people: 8, listeners: 1000 }],
  ];
  const rows = [];
  const made = await makeFile(dir, "typing", BEFORE, PEOPLE);
  let reached = false;
  for (const [what, how] of cases) {
    const { p50, p99, count, busy } = await run(made, how);
    if (rows.length === 0) reached = p50 <= AIM.p50 && p99 <= AIM.p99;
    rows.push([what, p50.toFixed(2), p99.toFixed(2), Math.round(count / SECONDS).toLocaleString("en-US"), `${Math.round(busy * 100)} %`]);
  }
  print(`Typing in one section of 4 KB, durable, from one to the others (aim: 40 on this disk p50 ${AIM.p50} ms, p99 ${AIM.p99} ms: ${verdict(reached)})`, ["", "p50 ms", "p99 ms", "arrivals/s", "CPU of one core"], rows);
}
