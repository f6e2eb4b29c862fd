// Markdown made by chance of which it is known where each letter that it shows was written.
const RARE = 0x3400; // kanji that no other words of a test have

/** Letters that come only once. */
export function uniqueLetters() {
  let next = RARE;
  return () => String.fromCharCode(next++);
}

export class Written {
  source = "";
  tokens = []; // what is shown, as static/js/align.js has it
  places = []; // for each token its [from, to] in the source; null for what has no letters

  constructor(random, letter) {
    this.random = random;
    this.letter = letter;
  }

  mark(typed) {
    this.source += typed;
  }

  #show(token, typed = token) {
    for (const unit of token) {
      this.tokens.push(unit);
      this.places.push([this.source.length, this.source.length + typed.length]);
    }
    this.source += typed;
  }

  #part(token, typed) {
    this.tokens.push(token);
    this.places.push(null);
    this.source += typed;
  }

  letters(most = 6) {
    for (let n = 1 + this.random.below(most); n > 0; n--) this.#show(this.letter());
  }

  #around(name, open, close, depth) {
    this.#part(`${name}+`, open);
    this.inline(depth - 1);
    this.#part(`${name}-`, close);
  }

  #one(depth, breaks) {
    const ways = [
      () => this.#around("strong", "**", "**", depth),
      () => this.#around("em", "*", "*", depth),
      () => this.#around("del", "~~", "~~", depth),
      () => this.#around("a", "[", `](https://example.jp/${this.random.of(["", "a_b", "%E3", "c(d)"])}${this.random.of(["", ' "t*"'])})`, 0),
      () => (this.#part("code+", "`"), this.letters(), this.#part("code-", "`")),
      () => (this.#part("ruby+", "｜"), this.letters(3), this.#part("rt+", "《"), this.letters(3), this.#part("rt-", "》"), this.#part("ruby-", "")),
      () => this.#part("note", "[^1]"),
      () => this.#show("*", "\\*"),
      () => this.#show("_", "\\_"),
      () => this.#show("&", "&amp;"),
      () => this.#show("★", "&#x2605;"),
      () => this.mark("<!-- 控え -->"),
      () => breaks && this.mark("\n"),
    ];
    this.random.of(depth > 0 ? ways : ways.slice(4))();
  }

  /** Letters with marks between them. breaks: the line may end in it. */
  inline(depth = 2, breaks = false) {
    for (let n = this.random.below(4); n > 0; n--) {
      this.letters();
      this.#one(depth, breaks);
    }
    this.letters();
  }

  row(cells) {
    for (let i = 0; i < cells; i++) {
      this.#part("cell", "| ");
      this.inline(1);
      this.mark(" ");
    }
    this.mark("|\n");
  }
}
