// What the tools write: each command puts the mark of its name around the chosen words, in front of the chosen lines, or into a paragraph of its own;
// where such a mark is already, most take it away. command(view, sample): sample has the words for what is to be written over.
import { syntaxTree } from "@codemirror/language";

/** The marks in front of a line. */
export const ALL_LEADS = /^\s*(?:(?:#{1,6}|>|[-*+]|\d+[.)])\s+)*/;
const LEAD = /^(\s*)(?:(?:#{1,6}|[-*+]|(\d+)[.)])\s+)?/;
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;

/** The node of that name in which the whole selection lies; null when there is none. */
export function around(state, name) {
    const { from, to } = state.selection.main;
    for (const side of [1, -1]) {
        for (let node = syntaxTree(state).resolveInner(from, side); node; node = node.parent) {
            if (node.name === name && node.from <= from && to <= node.to) return node;
        }
    }
    return null;
}

/** The lines the selection touches. */
export function touched({ doc, selection: { main } }) {
    const lines = [];
    const last = doc.lineAt(main.to).number;
    for (let n = doc.lineAt(main.from).number; n <= last; n++) lines.push(doc.line(n));
    return lines;
}

// Unless it is said otherwise the selection stays on what it was on: what comes to its edges lies outside of it.
function change(view, changes, selection) {
    const set = view.state.changes(changes);
    const { from, to, empty } = view.state.selection.main;
    const stays = { anchor: set.mapPos(from, 1), head: set.mapPos(to, empty ? 1 : -1) };
    view.dispatch({ changes: set, selection: selection ?? stays, scrollIntoView: true, userEvent: "input" });
    return true;
}

// --- around words ----------------------------------------------------------------------------------------------------

// What is chosen of each line, without its marks and the blanks at its ends: emphasis does not go over lines.
function pieces(state) {
    const { from: start, to: end } = state.selection.main;
    const found = [];
    for (const { from, to, text } of touched(state)) {
        const left = Math.max(start, from + ALL_LEADS.exec(text)[0].length);
        const [, blanks, words] = /^(\s*)(.*?)\s*$/.exec(state.sliceDoc(left, Math.max(left, Math.min(end, to))));
        if (words) found.push({ from: left + blanks.length, to: left + blanks.length + words.length });
    }
    return found;
}

// Chosen words, or a sample that is chosen then, between two marks.
function wrapping(name, mark) {
    return (view, { word }) => {
        const node = around(view.state, name);
        const { firstChild: open, lastChild: close } = node ?? {};
        if (node) return change(view, [open, close].map(({ from, to }) => ({ from, to })));
        const chosen = pieces(view.state);
        if (chosen.length) return change(view, chosen.flatMap(({ from, to }) => [{ from, insert: mark }, { from: to, insert: mark }]));
        const { to } = view.state.selection.main;
        const at = to + mark.length;
        return change(view, { from: to, insert: mark + word + mark }, { anchor: at, head: at + word.length });
    };
}

// With a start of an address to be gone on with; without chosen words the sample is to be written over first.
function link(view, { word }) {
    const node = around(view.state, "Link");
    if (node) {
        const [open, close] = node.getChildren("LinkMark");
        return change(view, [
            { from: node.from, to: open.to },
            { from: close.from, to: node.to },
        ]);
    }
    const { from, to } = view.state.selection.main;
    const words = view.state.sliceDoc(from, to) || word;
    const behind = from + words.length + "[](https://".length;
    const selection = from === to ? { anchor: from + 1, head: from + 1 + words.length } : { anchor: behind };
    return change(view, { from, to, insert: `[${words}](https://)` }, selection);
}

// A reading above the words, which is chosen then.
function ruby(view, { word, reading }) {
    const { from, to } = view.state.selection.main;
    const before = `\uff5c${view.state.sliceDoc(from, to) || word}\u300a`;
    const at = from + before.length;
    return change(view, { from, to, insert: `${before}${reading}\u300b` }, { anchor: at, head: at + reading.length });
}

// --- in front of lines -----------------------------------------------------------------------------------------------

// pattern: of a line that has the mark; mark(n): of the nth line; sample: the name of what an empty line gets.
// A paragraph straight above would swallow the line, and a list the paragraph straight below.
function leading({ pattern, mark, sample: name, list }) {
    return (view, sample) => {
        if (around(view.state, "Table")) return true; // its lines are no lines to a reader
        const { doc } = view.state;
        const lines = touched(view.state);
        const full = lines.filter((line) => line.text.trim());
        const on = full.length > 0 && full.every((line) => pattern.test(line.text));
        const neighbour = (n) => (n >= 1 && n <= doc.lines ? doc.line(n).text : "");
        const isFree = (text) => !text.trim() || ITEM.test(text);
        const above = neighbour(lines[0].number - 1);
        const below = neighbour(lines.at(-1).number + 1);
        let n = Number(LEAD.exec(above)[2] ?? 0);
        const changes = (full.length ? full : lines.slice(0, 1)).map((line) => {
            const [lead, indent] = LEAD.exec(line.text);
            return { from: line.from, to: line.from + lead.length, insert: (list ? indent : "") + (on ? "" : mark(++n)) };
        });
        if (!on && !isFree(above)) changes[0].insert = `\n${changes[0].insert}`;
        if (!on && list && !isFree(below)) changes.push({ from: lines.at(-1).to + 1, insert: "\n" });
        if (full.length) return change(view, changes);
        const at = lines[0].from + changes[0].insert.length;
        changes[0].insert += sample[name];
        return change(view, changes, { anchor: at, head: at + sample[name].length });
    };
}

const heading = (level) => leading({ pattern: new RegExp(`^#{${level}}\\s`), mark: () => `${"#".repeat(level)} `, sample: "heading" });

/** Lines without their marks are paragraphs. */
function plain(view) {
    if (around(view.state, "Table")) return true;
    const changes = touched(view.state).map(({ from, text }) => ({ from, to: from + LEAD.exec(text)[0].length }));
    return change(view, changes);
}

// --- paragraphs ------------------------------------------------------------------------------------------------------

/** The blank lines that are missing at that end ("startsWith", "endsWith") of a text for a paragraph to stand alone. */
function gap(side, end) {
    if (!side || side[end]("\n\n")) return "";
    return side[end]("\n") ? "\n" : "\n\n";
}

/** Lines in a paragraph of their own behind what is chosen; what is first in them to be written over is chosen then. */
export function paragraph(view, lines, first = "") {
    const at = around(view.state, "Table")?.to ?? view.state.selection.main.to; // a table would be torn apart
    const { doc } = view.state;
    const before = gap(doc.sliceString(Math.max(0, at - 2), at), "endsWith");
    const after = gap(doc.sliceString(at, at + 2), "startsWith");
    const chosen = at + before.length + (first ? lines.indexOf(first) : lines.length);
    return change(view, { from: at, insert: before + lines + after }, { anchor: chosen, head: chosen + first.length });
}

const row = (...cells) => `| ${cells.join(" | ")} |`;

// A table of three columns and three rows, with a caption. Its cells are empty: nobody has to take words out of them, or leaves some in.
function table(view, { column, table: caption, title }) {
    const heads = [1, 2, 3].map((i) => `${column}${i}`);
    const empty = row("", "", "");
    return paragraph(view, [caption + title, "", row(...heads), "|---|---|---|", empty, empty].join("\n"), title);
}

// A table of numbers under a caption that makes a chart of it.
function chart(view, { item, number, chart: caption, title }) {
    const numbers = [1, 2, 3].map((i) => row(`${item}${i}`, i * 10));
    return paragraph(view, [caption + title, "", row(item, number), "|---|---:|", ...numbers].join("\n"), title);
}

// The next free number behind the chosen words, and its note, ready to be written, at the end of the text.
function footnote(view, { note }) {
    const text = view.state.doc.toString();
    const used = [...text.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
    const mark = `[^${Math.max(0, ...used) + 1}]`;
    const { to } = view.state.selection.main;
    const before = gap(to === text.length ? text + mark : text, "endsWith");
    const end = text.length + mark.length + before.length + mark.length + 2 + note.length;
    const changes = [
        { from: to, insert: mark },
        { from: text.length, insert: `${before}${mark}: ${note}` },
    ];
    return change(view, changes, { anchor: end - note.length, head: end });
}

export default {
    heading1: heading(1),
    heading2: heading(2),
    heading3: heading(3),
    plain,
    strong: wrapping("StrongEmphasis", "**"),
    strike: wrapping("Strikethrough", "~~"),
    list: leading({ pattern: /^\s*[-*+]\s/, mark: () => "- ", sample: "item", list: true }),
    numbers: leading({ pattern: /^\s*\d+[.)]\s/, mark: (n) => `${n}. `, sample: "item", list: true }),
    table,
    chart,
    link,
    footnote,
    ruby,
};
