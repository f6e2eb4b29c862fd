// Maps what a section's text shows (a div.prose whose blocks say their lines: data-line) to its Markdown, and back, in UTF-16 units.
// Only the lines of blocks are relied on; within them align.js finds what comes from where, for a block when it is asked for.
import align from "./align.js";

const PARTS = { EM: "em", STRONG: "strong", DEL: "del", CODE: "code", A: "a", RUBY: "ruby", RT: "rt" };
const LEAVES = new Set(["P", "LI", "PRE", "TR", "H1", "H2", "H3", "H4", "H5", "H6"]);
/** What is put into the text where words are suggested. */
export const INSERTED = "ins[data-suggested]";
const ADDED = `svg, rp, summary, [data-footnote-backref], ${INSERTED}`; // by the page: none of the text's own words
const NUMBER = /^.\d+\u3000/; // what a caption begins with
const SENTENCES = new Intl.Segmenter("ja", { granularity: "sentence" });
const WHOLE = [
    ["note", "sup.footnote-ref"],
    ["img", "img, .figure-missing"],
    ["br", "br"],
];

/**
 * What a prose shows, in its order. A piece is what some lines of the text show: its tokens as align.js has them, and where those stand, for those
 * that can be pointed at: places[i] is {node, offset, length}.
 */
class Pieces {
    list = [];
    lines = new Set(); // on which a block begins
    #now = null;
    #loose = false; // what comes belongs to a block that does not say its line

    constructor(prose) {
        this.#read(prose, false);
    }

    #begin(line) {
        this.lines.add(line);
        this.#loose = false;
        const now = this.#now;
        if (now && (now.last === line || (now.loose && now.last < line))) {
            now.last = line;
            now.loose = false;
            return;
        }
        this.#now = { first: line, last: line, loose: false, fixed: false, tokens: [], places: [] };
        this.list.push(this.#now);
    }

    #put(token, node = null, offset = 0, length = 1) {
        if (!this.#now) this.#begin(1);
        if (this.#loose) this.#now.loose = true;
        this.#now.tokens.push(token);
        this.#now.places.push(node && { node, offset, length });
    }

    #words(text, fixed) {
        const caption = text.parentNode.nodeName === "FIGCAPTION" && !text.previousSibling;
        const { data } = text;
        for (let i = caption ? (NUMBER.exec(data)?.[0].length ?? 0) : 0; i < data.length; i++) {
            if (data[i] !== "\n" || fixed) this.#put(data[i], text, i);
        }
    }

    #element(element, fixed) {
        if (element.matches(ADDED)) return;
        const [whole] = WHOLE.find(([, selector]) => element.matches(selector)) ?? [];
        if (whole) {
            this.#put(whole, element.parentNode, [...element.parentNode.childNodes].indexOf(element));
            return;
        }
        if (element.dataset.line) this.#begin(Number(element.dataset.line));
        else if (LEAVES.has(element.nodeName)) this.#loose = true;
        if (element.nodeName === "PRE" && this.#now) this.#now.fixed = true;
        if (element.matches("td, th")) this.#put("cell");
        const part = !fixed && PARTS[element.nodeName];
        if (part) this.#put(`${part}+`);
        this.#read(element, fixed || element.nodeName === "PRE");
        if (part) this.#put(`${part}-`);
    }

    #read(parent, fixed) {
        for (const child of parent.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) this.#words(child, fixed);
            else if (child.nodeType === Node.ELEMENT_NODE) this.#element(child, fixed);
        }
    }
}

function lineStarts(text) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
}

/** Gives each piece its lines' place in the text, up to where the next block begins. */
function placePieces(pieces, lines, text) {
    const starts = lineStarts(text);
    const begins = [...lines].sort((a, b) => a - b);
    for (const piece of pieces) {
        const next = begins.find((line) => line > piece.last);
        piece.start = starts[piece.first - 1] ?? text.length;
        piece.end = starts[next - 1] ?? text.length;
    }
}

/** The first index from 0 to count for which `is` is true; it stays true behind that. */
function firstIndex(count, is) {
    let low = 0;
    for (let high = count; low < high; ) {
        const middle = (low + high) >> 1;
        if (is(middle)) high = middle;
        else low = middle + 1;
    }
    return low;
}

/**
 * prose: the element; text: the Markdown it was made of.
 *  - sentences() gives the sentences to choose from.
 *  - toSource(range) gives {from, to} of the words a DOM range has of this prose, null when it has none.
 *  - toPlace(at) gives the DOM place, [node, offset], of a place of the text: behind what is shown before it, or else before what is behind it; null
 *    when its block shows nothing.
 *  - toRanges(from, to) gives the DOM ranges that show a part of the text, in the order of the page; none when it shows nothing.
 */
export default function sourceMap(prose, text) {
    const { list: pieces, lines } = new Pieces(prose);
    placePieces(pieces, lines, text);
    const spots = pieces.flatMap((piece) => piece.places.flatMap((place, token) => (place ? [{ ...place, piece, token }] : [])));

    function aligned(piece) {
        if (piece.from) return piece;
        const source = text.slice(piece.start, piece.end);
        const found = align(source, piece.tokens, piece.fixed);
        const all = (value) => new Int32Array(piece.tokens.length).fill(value);
        const { from, to } = found ?? { from: all(0), to: all(source.trimEnd().length) }; // where it cannot be told: the whole
        return Object.assign(piece, { from, to });
    }

    /** {from, to} of a spot; null when it comes from nothing in the text. */
    function sourceOf({ piece, token }) {
        const { start, from, to } = aligned(piece);
        return from[token] < 0 ? null : { from: start + from[token], to: start + to[token] };
    }

    function rangeOf(first, last) {
        const range = new Range();
        range.setStart(first.node, first.offset);
        range.setEnd(last.node, last.offset + last.length);
        return range;
    }

    /** The spots of each sentence, heading and cell of a table. */
    function sentencesOf(piece) {
        const sentences = [];
        let run = [];
        const close = () => {
            const words = run.map((spot) => piece.tokens[spot.token]).join("");
            for (const { index, segment } of SENTENCES.segment(words)) if (segment.trim()) sentences.push(run.slice(index, index + segment.length));
            run = [];
        };
        piece.tokens.forEach((token, i) => {
            if (token === "cell" || token === "br" || token === "\n") close();
            else if (token.length === 1) run.push({ piece, token: i });
        });
        close();
        return sentences;
    }

    return {
        /**
         * What one can choose words from without pointing at them: {words, find} for each sentence, heading and cell; find(part) gives {from, to} of
         * the first such words in it, of all of it without a part, and null where they are not.
         */
        sentences() {
            return pieces.flatMap(sentencesOf).map((spots) => {
                const words = spots.map(({ piece, token }) => piece.tokens[token]).join("");
                return {
                    words: words.trim(),
                    find(part = words.trim()) {
                        const at = words.indexOf(part);
                        const sources = at < 0 ? [] : spots.slice(at, at + part.length).flatMap((spot) => sourceOf(spot) ?? []);
                        return sources.length ? { from: sources[0].from, to: sources.at(-1).to } : null;
                    },
                };
            });
        },

        toSource(range) {
            if (!range.intersectsNode(prose)) return null;
            let first = firstIndex(spots.length, (i) => range.comparePoint(spots[i].node, spots[i].offset) >= 0);
            let last = firstIndex(spots.length, (i) => range.comparePoint(spots[i].node, spots[i].offset + spots[i].length) > 0) - 1;
            while (first <= last && !sourceOf(spots[first])) first++;
            if (first > last) return null;
            const { from } = sourceOf(spots[first]);
            let end = sourceOf(spots[last]);
            while (!end || end.to <= from) end = sourceOf(spots[--last]); // footnotes are shown behind all, and written anywhere
            return { from, to: end.to };
        },

        toPlace(at) {
            const piece = pieces.findLast(({ start }) => start <= at) ?? pieces[0];
            const own = spots.filter((spot) => spot.piece === piece && sourceOf(spot));
            const before = own.findLast((spot) => sourceOf(spot).to <= at);
            if (before) return [before.node, before.offset + before.length];
            return own.length ? [own[0].node, own[0].offset] : null;
        },

        toRanges(from, to) {
            const ranges = [];
            let run = [];
            const close = () => {
                if (run.length) ranges.push(rangeOf(run[0], run.at(-1)));
                run = [];
            };
            for (const spot of spots) {
                const { piece } = spot;
                const source = piece.start < to && piece.end > from ? sourceOf(spot) : null;
                const covered = source && source.from < to && source.to > from;
                if (run.length && (!covered || run[0].piece !== piece)) close();
                if (covered) run.push(spot);
            }
            close();
            return ranges;
        },
    };
}
