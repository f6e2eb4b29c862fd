// Lays what a piece of Markdown shows over its source: which units of the source each part of it comes from.
//
// What is shown is a list of tokens: a string of one UTF-16 unit for a unit of text, and names for what has no text of its own or must not be
// compared: "em+" and "em-" where emphasis begins and ends, likewise strong, del, code, a, ruby and rt; "cell" where a table's cell begins; "br",
// "img" and "note" (a reference to a footnote) for what stands as a whole.
//
// The way: the cheapest walk through both, where what belongs together costs nothing, marks that show nothing little, and words that show nothing
// much. So a mark that this file does not know costs exactness at one place, and never the rest.
const UNKNOWN = { mark: 3, space: 2, letter: 8, shown: 10, part: 6 };
const LINE = 14; // for the rest of a line, whatever it is
const EFFORT = { each: 4, least: 20_000, most: 400_000 }; // steps, for each unit and in all, before it gives up

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const PREFIX = /[ \t]|>|[-+*](?=[ \t\n]|$)|\d{1,9}[.)](?=[ \t\n]|$)|#{1,6}(?=[ \t\n]|$)|\[\^[^\]\s]+\]:/y;
const ADDRESS = String.raw`\(\s*(?:<[^<>\n]*>|(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)`;
const TITLE = String.raw`(?:\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)`;

// What shows nothing by itself: [what it begins with, how it goes on, cost]
const SILENT = [
    ["<", /<!--[^]*?-->/y, 1],
    ["!", new RegExp(String.raw`!\[(?:\\.|[^\]\\])*\]${ADDRESS}${TITLE}`, "y"), 1],
    ["!", new RegExp(String.raw`!\[(?:\\.|[^\]\\])*\]${ADDRESS}\s+["'(]`, "y"), 0], // up to a title, which is shown as a caption
    ["!", /!\[/y, 2],
    ["]", new RegExp(String.raw`\]${ADDRESS}${TITLE}`, "y"), 2],
    ["]", /\]\[[^\]]*\]/y, 2],
    ["[", /\[/y, 2],
    [" ", /[ \t]+#+[ \t]*(?=\n|$)/y, 1],
    [" ", /[ \t]+(?=\n|$)/y, 0],
    ["|", /\|/y, 1],
];

// The same from where a line's own content begins
const SILENT_LINES = [
    [/[^\s：:|]{1,6}[：:][ \u3000]*/y, 1], // what makes it a caption
    [/\|?[ \t:|]*[-=*_][-=*_ \t:|]*(?:\n|$)/y, 1], // below a table's head or a heading, a rule
    [/(?:`{3,}[^`\n]*|~{3,}[^\n]*)(?:\n|$)/y, 1],
    [/\[(?!\^)[^\]\n]+\]:[^\n]*(?:\n|$)/y, 1],
];

// What a part that has no text can come from: how it looks, and what it costs to find nothing there
const PARTS = {
    "em+": [/[*_]/y],
    "em-": [/[*_]/y],
    "strong+": [/\*\*|__/y],
    "strong-": [/\*\*|__/y],
    "del+": [/~~/y],
    "del-": [/~~/y],
    "code+": [/(?<!`)`+(?!`)/y, /(?<!`)`+[ \n]/y],
    "code-": [/(?<!`)`+(?!`)/y, /[ \n]`+(?!`)/y],
    "a+": [/[[<]/y],
    "a-": [new RegExp(String.raw`\]${ADDRESS}${TITLE}`, "y"), /\](?:\[[^\]]*\])?/y, />/y],
    "ruby+": [/｜/y],
    "ruby-": [],
    "rt+": [/《/y],
    "rt-": [/》/y],
    cell: [/\|/y],
    br: [/<br[\s/]*>/iy, / *\\?\n/y],
    img: [new RegExp(String.raw`!\[(?:\\.|[^\]\\])*\]${ADDRESS}${TITLE}`, "y"), /["')]\s*\)/y],
    note: [/\[\^[^\]\s]+\]/y],
};
const MISSING = { "a+": 1, "a-": 1, cell: 1, br: 1, "ruby-": 0 };

const FENCE = /^[ \t>\-+*\d.)]*(?:`{3,}|~{3,})[^\n]*(?:\n|$)/;
const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|[A-Za-z][A-Za-z\d]{1,31});/y;
const RUBY_SIGNS = { "（": "《", "）": "》" }; // in a table's cell

/** Where a sticky pattern that begins at `at` ends; 0 when it does not. */
function endOf(pattern, source, at) {
    pattern.lastIndex = at;
    return pattern.test(source) ? pattern.lastIndex : 0;
}

/** Where a line's content may begin: behind its list marks, signs of quotation and so on, each of which may be the last. */
function headsOf(source) {
    const heads = new Map(); // place → the next one on its line, 0 for none
    for (let line = 0; line <= source.length; ) {
        for (let at = line; ; ) {
            const next = endOf(PREFIX, source, at);
            heads.set(at, next);
            if (!next) break;
            at = next;
        }
        const end = source.indexOf("\n", line);
        if (end < 0) break;
        line = end + 1;
    }
    return heads;
}

/** The ways on from a place of both: step(cost, source, token) for each; the last ones are preferred among equals. */
function waysFrom(source, tokens, heads, fixed) {
    function silent(at, step) {
        const unit = source[at];
        step(LINE, source.indexOf("\n", at) + 1 || source.length);
        if (unit === "\n") step(fixed ? 1 : 0, at + 1);
        else step(unit === " " || unit === "\t" ? UNKNOWN.space : PUNCTUATION.test(unit) ? UNKNOWN.mark : UNKNOWN.letter, at + 1);
        for (const [begin, pattern, cost] of SILENT) {
            const end = begin === unit && endOf(pattern, source, at);
            if (end) step(cost, end);
        }
        if (!heads.has(at)) return;
        for (const [pattern, cost] of SILENT_LINES) {
            const end = endOf(pattern, source, at);
            if (end) step(cost, end);
        }
        if (heads.get(at)) step(0, heads.get(at));
    }

    function entity(at, token, step) {
        const end = endOf(ENTITY, source, at);
        if (!end) return;
        const [, decimal, hexadecimal] = /#(\d+)|#[xX]([\da-fA-F]+)/.exec(source.slice(at, end)) ?? [];
        const point = decimal ? Number(decimal) : parseInt(hexadecimal ?? "0", 16);
        const said = point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
        if (said && tokens.slice(token, token + said.length).join("") === said) step(0, end, token + said.length);
        else step(1, end, token + 1); // one that has a name, or none that can be shown
    }

    function text(at, token, step) {
        const unit = tokens[token];
        if (RUBY_SIGNS[unit] === source[at] || (unit === " " && source[at] === "\n")) step(1, at + 1, token + 1);
        if (source[at] === "&") entity(at, token, step);
        if (source[at] === "\\" && source[at + 1] === unit && PUNCTUATION.test(unit)) step(0, at + 2, token + 1);
        if (source[at] === unit) step(0, at + 1, token + 1);
    }

    function part(at, token, step) {
        for (const pattern of PARTS[tokens[token]]) {
            const end = endOf(pattern, source, at);
            if (end) step(0, end, token + 1);
        }
    }

    function shown(at, token, step) {
        const isText = tokens[token].length === 1;
        step(isText ? UNKNOWN.shown : (MISSING[tokens[token]] ?? UNKNOWN.part), at, token + 1);
        if (at === source.length) return;
        if (isText) text(at, token, step);
        else part(at, token, step);
    }

    return (at, token, step) => {
        const isLeft = at < source.length;
        const hide = (cost, end) => step(cost, end, token);
        if (isLeft && !fixed) silent(at, hide);
        if (token < tokens.length) shown(at, token, step);
        if (isLeft && fixed) silent(at, hide); // preferred: the spaces before a line of code are the list's, as far as they can be
    };
}

/** The cheapest walk to the end of both, as its places from the last one back: {at, token, back}; null when it is too hard to find. */
function walk(source, tokens, begin, ways) {
    const width = tokens.length + 1;
    const known = new Map(); // place → what it costs to get there
    const queue = [[{ at: begin, token: 0, back: null }]]; // by cost
    let steps = Math.min(EFFORT.most, EFFORT.least + EFFORT.each * (source.length + tokens.length));
    for (let cost = 0; cost < queue.length; cost++) {
        for (let place; (place = queue[cost]?.pop()); ) {
            if (place.token === tokens.length && place.at === source.length) return place;
            const key = place.at * width + place.token;
            if (known.get(key) < cost) continue;
            if (!steps--) return null;
            ways(place.at, place.token, (more, at, token) => {
                const there = at * width + token;
                if (known.get(there) <= cost + more) return;
                known.set(there, cost + more);
                (queue[cost + more] ??= []).push({ at, token, back: place });
            });
        }
    }
    return null;
}

/**
 * source: some lines of Markdown. tokens: what they show. fixed: they are a block of code, whose line ends are shown.
 * Gives {from, to}, the units of the source each token comes from, -1 for one that comes from none; null when it cannot be told.
 */
export default function align(source, tokens, fixed = false) {
    const from = new Int32Array(tokens.length).fill(-1);
    const to = new Int32Array(tokens.length).fill(-1);
    const begin = fixed ? (FENCE.exec(source)?.[0].length ?? 0) : 0;
    let place = walk(source, tokens, begin, waysFrom(source, tokens, headsOf(source), fixed));
    if (!place) return null;
    for (; place.back; place = place.back) {
        const { at, token } = place.back;
        if (place.at === at) continue;
        from.fill(at, token, place.token);
        to.fill(place.at, token, place.token);
    }
    return { from, to };
}
