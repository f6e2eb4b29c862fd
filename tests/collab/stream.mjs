// The live stream of one section, as a browser's EventSource would have it: opened again behind the last event it heard.
import http from "node:http";

export class Stream {
  /** `heard({ event, id, data })` is called for each event, data as it was in JSON. */
  constructor(client, section, heard) {
    this.client = client;
    this.section = section;
    this.heard = heard;
    this.lastId = null;
    this.request = null;
  }

  /** Resolves when the server has begun to answer. */
  open() {
    const headers = { Cookie: this.client.cookie, Accept: "text/event-stream" };
    if (this.lastId !== null) headers["Last-Event-ID"] = this.lastId;
    let text = "";
    return new Promise((resolve, reject) => {
      this.request = http.get(`${this.client.origin}/events?section=${this.section}`, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`/events: ${response.statusCode}`));
        response.setEncoding("utf8").on("data", (piece) => {
          text += piece;
          const blocks = text.split("\n\n");
          text = blocks.pop();
          for (const block of blocks) this.take(block);
        });
        response.on("error", () => {}); // it was cut
        resolve();
      });
      this.request.on("error", reject);
    });
  }

  /** Cuts the connection: what is on its way is lost. */
  close() {
    this.request?.destroy();
    this.request = null;
  }

  take(block) {
    const field = (name) => block.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1];
    const [event, id, data] = ["event", "id", "data"].map(field);
    if (id !== undefined) this.lastId = id;
    if (event !== undefined && this.request) this.heard({ event, id, data: JSON.parse(data) });
  }
}
