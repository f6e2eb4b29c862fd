// Chance that a seed repeats: texts with emoji, combining marks and line ends, and changes of them as an editor makes them.
import { createRequire } from "node:module";

const { ChangeSet } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");

// mulberry32, so that a seed gives the same run everywhere
function generator(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES = ["a", "b", " ", "\n", "、", "区", "産業", "😀", "👨‍👩‍👧", "𠮷", "か\u3099", "葛\u{E0100}", "é", "　", "\n\n", "世田谷らしさ"];

export class Random {
  constructor(seed) {
    this.next = generator(seed);
  }
  below(n) {
    return Math.floor(this.next() * n);
  }
  /** One of a list. */
  of(list) {
    return list[this.below(list.length)];
  }
  text(pieces) {
    let s = "";
    for (let n = this.below(pieces + 1); n > 0; n--) s += this.of(PIECES);
    return s;
  }
  /** A place of the text that is not inside a surrogate pair. */
  place(text) {
    const at = this.below(text.length + 1);
    return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
  }
  /** Some changes of a text, as a transaction of an editor would make them. */
  set(text) {
    const changes = [];
    for (let n = this.below(4); n >= 0; n--) {
      const [from, to] = [this.place(text), this.place(text)].sort((a, b) => a - b);
      const short = this.below(3) ? Math.min(to, from + 3) : to;
      const end = /[\udc00-\udfff]/.test(text[short] ?? "") ? short + 1 : short;
      changes.push({ from, to: this.below(3) ? end : from, insert: this.below(4) ? this.text(4) : "" });
    }
    return ChangeSet.of(changes, text.length);
  }
}
