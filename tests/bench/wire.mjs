// A connection that is kept: requests go out in one piece as they are, one at a time, and each answer comes back whole.
import net from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

export class Wire {
  static open(port, cookie) {
    const wire = new Wire();
    wire.head = `HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nAccept: application/json\r\n`;
    wire.waiting = null;
    wire.bytes = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
      wire.socket = net.connect(port, "127.0.0.1", () => resolve(wire)).setNoDelay(true);
      wire.socket.on("data", (piece) => wire.take(piece));
      wire.socket.on("error", (error) => (reject(error), wire.waiting?.reject(error)));
    });
  }

  take(piece) {
    this.bytes = this.bytes.length ? Buffer.concat([this.bytes, piece]) : piece;
    const end = this.bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.bytes.latin1Slice(0, end);
    const size = Number(head.match(/content-length: (\d+)/i)[1]);
    const from = end + HEAD_END.length;
    if (this.bytes.length < from + size) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.bytes.subarray(from, from + size) };
    this.bytes = Buffer.alloc(0);
    const { resolve } = this.waiting;
    this.waiting = null;
    resolve(answer);
  }

  /** `body` is ASCII, or counted with its bytes in `size`. */
  post(path, type, body, size = body.length) {
    this.socket.write(`POST ${path} ${this.head}Content-Type: ${type}\r\nContent-Length: ${size}\r\n\r\n${body}`, size === body.length ? "latin1" : "utf8");
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  close() {
    this.socket.destroy();
  }
}
