// A live stream as a test sees it: the events that came, and waiting for one.
import http from "node:http";
import https from "node:https";
import assert from "node:assert/strict";

export class Stream {
  /** Opens GET /events as `client`; `query` such as "section=3". Resolves once the stream has begun; its status is looked at. */
  static async open(client, query = "", { last, headers = {}, status = 200 } = {}) {
    const stream = new Stream();
    Object.assign(stream, { events: [], beats: 0, id: "", waiting: [], ended: false });
    const url = `${client.origin}/events${query && `?${query}`}`;
    const all = { Accept: "text/event-stream", Cookie: client.cookie, ...headers };
    if (last !== undefined) all["Last-Event-ID"] = last;
    stream.response = await new Promise((resolve, reject) => {
      const { get } = url.startsWith("https:") ? https : http;
      stream.request = get(url, { headers: all, agent: false, rejectUnauthorized: false }, resolve).on("error", reject);
    });
    stream.request.on("error", () => {});
    assert.equal(stream.response.statusCode, status);
    stream.over = new Promise((resolve) => stream.response.on("close", resolve));
    stream.#read();
    return stream;
  }

  #read() {
    let text = "";
    this.response.setEncoding("utf8").on("data", (piece) => {
      text += piece;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) this.#take(text.slice(0, end));
      for (const look of this.waiting.splice(0)) look();
    });
    this.response.on("error", () => {});
    this.response.on("end", () => (this.ended = true));
    this.over.then(() => this.waiting.splice(0).forEach((look) => look()));
  }

  /** One block of the format: its lines. */
  #take(block) {
    const event = { name: "", data: "" };
    for (const line of block.split("\n")) {
      const [, field, value] = line.match(/^([^:]*): ?(.*)$/) ?? assert.fail(`no line of an event stream: ${line}`);
      if (field === "") this.beats++;
      else if (field === "id") this.id = event.id = value;
      else if (field === "event") event.name = value;
      else if (field === "data") event.data += value;
      else assert.equal(field, "retry");
    }
    if (event.data) this.events.push({ ...event, data: JSON.parse(event.data) });
  }

  /** The data of all events of a name that came so far. */
  all(name) {
    return this.events.filter((event) => event.name === name).map((event) => event.data);
  }

  /** Waits until `found` gives something true; it is asked again whenever something came. */
  async until(found, what = found.toString()) {
    const timer = setTimeout(() => this.request.destroy(), 30_000);
    for (;;) {
      const value = found(this);
      if (value) return clearTimeout(timer), value;
      if (this.response.closed) assert.fail(`the stream ended before ${what}; it had ${JSON.stringify(this.events).slice(0, 2000)}`);
      await new Promise((resolve) => this.waiting.push(resolve));
    }
  }

  /** As a browser that leaves the page. */
  async close() {
    this.request.destroy();
    await this.over;
  }
}
