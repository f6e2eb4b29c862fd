// How a text is read: Markdown as the document's renderer has it, raw HTML left out. What it says of * and ~ beside Japanese
// is include/kosshi/text/emphasis.h; a footnote's mark is [^name].
import { Language, defineLanguageFacet, languageDataProp } from "@codemirror/language";
import { Autolink, Table, parser } from "@lezer/markdown";

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe00-\ufe6f\uff01-\uffdc\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const SPACE = /^$|\s/;
const PUNCTUATION = /[!-/:-@[-`{-~]|\p{P}/u;
const OPENS = /[\p{Ps}\p{Pi}]/u;
const CLOSES = /[\p{Pe}\p{Pf}\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f,.:;!?]/u;

// The whole character that ends, or begins, at a place.
const before = (cx, at) => /[^]?$/u.exec(cx.slice(Math.max(cx.offset, at - 2), at))[0];
const behind = (cx, at) => /^[^]?/u.exec(cx.slice(at, Math.min(cx.end, at + 2)))[0];

// Whether a run of marks may open and may close, by what stands beside it.
function sides(left, right, mark) {
    const spaces = [SPACE.test(left), SPACE.test(right)];
    const signs = [PUNCTUATION.test(left), PUNCTUATION.test(right)];
    const plain = {
        open: !spaces[1] && (!signs[1] || spaces[0] || signs[0]),
        close: !spaces[0] && (!signs[0] || spaces[1] || signs[1]),
    };
    const apart = /[|_]/.test(left + right); // the edge of a table's cell; emphasis that must not see a letter
    if (apart || spaces[0] || spaces[1] || signs[0] === signs[1] || !(WIDE.test(left) || WIDE.test(right))) return plain;
    const note = mark === "*" && /\d/.test(right); // *1 behind a sentence
    const stays = signs[0] ? OPENS.test(left) || note : CLOSES.test(right);
    return stays ? plain : { open: true, close: true };
}

const strong = { resolve: "StrongEmphasis", mark: "EmphasisMark" };
const emphasis = { resolve: "Emphasis", mark: "EmphasisMark" };
const strike = { resolve: "Strikethrough", mark: "StrikethroughMark" };

function runEnd(cx, next, start) {
    let end = start + 1;
    while (cx.char(end) === next) end++;
    return end;
}

// A run of three is a pair and a single one, the pair outside. One that may open and close ends what is open.
function stars(cx, next, start) {
    if (next !== 42) return -1;
    const end = runEnd(cx, next, start);
    const size = end - start;
    const { open, close } = sides(before(cx, start), behind(cx, end), size === 1 ? "*" : "");
    const pieces = [...Array(size >> 1).fill(2), ...Array(size & 1).fill(1)];
    if (close && (!open || cx.findOpeningDelimiter(emphasis) !== null)) pieces.reverse();
    let at = start;
    for (const piece of pieces) at = cx.addDelimiter(piece === 2 ? strong : emphasis, at, at + piece, open, close);
    return at;
}

function tildes(cx, next, start) {
    if (next !== 126) return -1;
    const end = runEnd(cx, next, start);
    if (end - start > 2) return -1;
    const { open, close } = sides(before(cx, start), behind(cx, end), "");
    return cx.addDelimiter(strike, start, end, open, close);
}

function footnote(cx, next, start) {
    if (next !== 91 || cx.char(start + 1) !== 94) return -1;
    const found = /^\[\^[^\]\s]+\]/.exec(cx.slice(start, cx.end));
    if (!found) return -1;
    const end = start + found[0].length;
    return cx.addElement(cx.elt("FootnoteReference", start, end, [cx.elt("FootnoteMark", start, start + 2), cx.elt("FootnoteMark", end - 1, end)]));
}

const data = defineLanguageFacet();

const written = parser.configure([
    Table,
    Autolink,
    {
        defineNodes: ["Strikethrough", "StrikethroughMark", "FootnoteReference", "FootnoteMark"],
        parseInline: [
            { name: "Stars", parse: stars, before: "Emphasis" },
            { name: "Tildes", parse: tildes, after: "Emphasis" },
            { name: "Footnote", parse: footnote, before: "Link" },
        ],
        remove: ["HTMLBlock", "HTMLTag"],
        props: [languageDataProp.add({ Document: data })],
    },
]);

export default new Language(data, written, [], "markdown");
