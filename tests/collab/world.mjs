// People who write in one section at once over a network that delays, repeats and loses what they send. Time is counted in steps, and a seed
// gives the same run: nothing waits for a clock.
import assert from "node:assert/strict";
import { until } from "../http/harness.mjs";
import { Peer } from "./peer.mjs";
import { Stream } from "./stream.mjs";

const LONGEST = 12_000; // characters of the text; from there on people delete more than they write
const PASTE = 1_200; // characters
const BURST = 4; // edits in one step
const OFFLINE = 150; // steps
const DELAY = 12; // steps
const REPEATED = 5; // of the newest pushes, one may arrive again

/** What a person does to a text, as changes for an editor. */
export function edit(random, text) {
  const at = random.place(text);
  const behind = (n) => {
    const to = Math.min(text.length, at + n);
    return /[\udc00-\udfff]/.test(text[to] ?? "") ? to + 1 : to;
  };
  const chance = random.below(100);
  if (chance < 2 || text.length > LONGEST) return { from: random.below(2) ? at : 0, to: text.length };
  if (chance < 5) return { from: at, insert: "区民生活を支える多様な地域産業👨‍👩‍👧の持続性の確保。\n".repeat(1 + random.below(PASTE / 34)) };
  if (chance < 20) return { from: at, to: behind(1 + random.below(3)) };
  if (chance < 35) return { from: at, to: behind(1 + random.below(12)), insert: random.text(3) };
  if (chance < 50) return random.set(text);
  return { from: at, insert: random.text(2) };
}

/** Somebody with an editor and a way to the server. */
class Writer extends Peer {
  constructor(section, name, http, edits) {
    super(section, name);
    this.http = http;
    this.left = edits;
    this.back = 0; // the step from which on there is a connection
    this.flight = null; // the push that waits for its answer
    this.sent = []; // what went out once, and may arrive again
    this.stream = null;
    this.heard = new Map(); // by version: what the stream told before its turn
  }

  /** An event of the stream: versions come in their order, but the answer to a push may be ahead of it, or it of the answer. */
  hear({ event, data }) {
    assert.notEqual(event, "reset", "a stream goes on where it was cut");
    if (event === "update") this.heard.set(data.version, data);
    this.catchUp();
  }

  catchUp() {
    for (let next; (next = this.heard.get(this.version + 1)); ) this.receive(this.version, [next]);
    for (const version of this.heard.keys()) if (version <= this.version) this.heard.delete(version);
  }

  receive(version, updates) {
    super.receive(version, updates);
    if (this.stream) this.catchUp();
  }
}

/** Somebody without JavaScript, who takes a text, writes, and sends the whole of it. */
class Form {
  constructor(http) {
    this.http = http;
    this.taken = null;
  }
}

export class World {
  /** `http`: clients of the harness, each with a connection of its own; one an editor, the last two for forms and for bringing texts back. */
  constructor(random, http, path, section, edits) {
    this.random = random;
    this.path = path;
    this.now = 0;
    this.agenda = new Map(); // what happens at a step
    this.said = [{ version: section.version, text: section.text }]; // what the server gave as the text of a version
    const restorer = http.pop();
    this.forms = [new Form(http.pop()), new Form(restorer)];
    this.restorer = restorer;
    this.writers = http.map((client, i) => new Writer(section, `editor-${i}`, client, edits));
  }

  at(step, what) {
    if (!this.agenda.has(step)) this.agenda.set(step, []);
    this.agenda.get(step).push(what);
  }

  async post(client, path, body) {
    const answer = await client.postJson(path, body);
    assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
    return answer.json;
  }

  /** From now on everybody hears by a stream what others write, and asks no more. */
  async listen(section) {
    for (const writer of this.writers) {
      writer.stream = new Stream(writer.http, section, (event) => writer.hear(event));
      await writer.stream.open();
    }
  }

  leave(writer) {
    writer.back = this.now + 1 + this.random.below(OFFLINE);
    writer.stream?.close();
    this.at(writer.back, () => this.comeBack(writer));
  }

  /** Its stream goes on behind what it heard last; who had heard nothing has to ask. */
  async comeBack(writer) {
    await writer.stream?.open();
    if (writer.stream?.lastId === null) await this.look(writer);
  }

  isOffline(writer) {
    return writer.back > this.now;
  }

  /** A push goes out: it may be lost on its way there, or its answer on the way back, and either may take its time. */
  send(writer) {
    const body = writer.push();
    const flight = { body };
    const fate = this.random.below(10);
    const there = this.now + 1 + this.random.below(DELAY);
    const back = there + 1 + this.random.below(DELAY);
    writer.flight = flight;
    writer.sent.push(body);
    if (fate > 0) this.at(there, async () => (flight.answer = await this.post(writer.http, `${this.path}/updates`, body)));
    this.at(back, () => {
      writer.flight = null;
      if (fate > 1 && !this.isOffline(writer)) writer.receive(body.version, flight.answer.updates);
    });
  }

  /** What others wrote, as a stream would tell it; a push may be on its way meanwhile. */
  async look(writer) {
    const { version } = writer;
    const answer = await this.post(writer.http, `${this.path}/updates`, { version, client: writer.client, updates: [] });
    const known = this.random.below(3) ? answer.updates : answer.updates.slice(0, 1 + this.random.below(3));
    this.at(this.now + 1 + this.random.below(3), () => this.isOffline(writer) || writer.receive(version, known));
  }

  async write(writer) {
    const chance = this.random.below(100);
    if (chance < 50 && writer.left > 0) {
      for (let n = 1 + this.random.below(BURST); n > 0 && writer.left > 0; n--, writer.left--) writer.change(edit(this.random, writer.text));
    } else if (this.isOffline(writer)) return;
    else if (chance < 52 && writer.sent.length) await this.post(writer.http, `${this.path}/updates`, this.random.of(writer.sent.slice(-REPEATED)));
    else if (chance < 53) this.leave(writer);
    else if (chance < 80) writer.unsent && !writer.flight && this.send(writer);
    else if (!writer.stream) await this.look(writer);
  }

  async take(form) {
    const answer = await form.http.get(`${this.path}/text`);
    assert.equal(answer.status, 200, answer.text);
    this.said.push(answer.json);
    return answer.json;
  }

  async save(form, body, twice) {
    for (let i = 0; i <= twice; i++) this.said.push(await this.post(form.http, this.path, body));
  }

  async fill(form) {
    if (!form.taken) form.taken = await this.take(form);
    else if (!this.random.below(4)) {
      const { version, text } = form.taken;
      form.taken = null;
      const changed = new Peer({ version, text }, "form");
      for (let n = 1 + this.random.below(5); n > 0; n--) changed.change(edit(this.random, changed.text));
      await this.save(form, { base_version: version, text: changed.text }, this.random.below(4) === 0);
    }
  }

  /** An old text is brought back: saved from the version of now. */
  async restore() {
    const { version } = await this.take(this.forms[1]);
    await this.save(this.forms[1], { base_version: version, text: this.random.of(this.said).text }, false);
  }

  async act(actor) {
    if (actor instanceof Writer) await this.write(actor);
    else if (this.random.below(10) === 0) await this.fill(actor);
    else if (this.random.below(60) === 0) await this.restore();
  }

  /** Somebody does something, step by step, until each has written what it has to write. `atOnce`: how many in one step. */
  async run(atOnce) {
    const actors = [...this.writers, ...this.forms];
    for (; this.agenda.size || this.writers.some((writer) => writer.left); this.now++) {
      const due = this.agenda.get(this.now) ?? [];
      this.agenda.delete(this.now);
      if (atOnce > 1) await Promise.all(due.map((what) => what()));
      else for (const what of due) await what();
      if (!this.writers.some((writer) => writer.left)) continue;
      const first = this.random.below(actors.length);
      await Promise.all(Array.from({ length: atOnce }, (_, i) => this.act(actors[(first + i) % actors.length])));
    }
  }

  /** Everybody sends what is left, and hears of all that the others have sent. */
  async settle() {
    for (const writer of this.writers) while (writer.unsent) await this.push(writer);
    if (!this.writers[0].stream) return Promise.all(this.writers.map((writer) => this.push(writer)));
    const newest = Math.max(...this.writers.map((writer) => writer.version));
    await until(() => this.writers.every((writer) => writer.version === newest), 30_000, "what the others wrote");
    for (const writer of this.writers) writer.stream.close();
  }

  async push(writer) {
    const body = writer.push();
    writer.receive(body.version, (await this.post(writer.http, `${this.path}/updates`, body)).updates);
  }
}
