// A table as it stands in the text: where its cells are, and the changes that edit it, each as small as it can be, so that people in different
// cells do not disturb each other. Places are those of the document; a change is {from, to, insert}.
import { difference } from "./field.js";

const SPACES = /^[ \t]*/;
const LARGEST = 2000; // cells; a larger one stays text

// One line: {from, to, start, end, lead, tail, cells}; start and end without the spaces around it, lead and tail: whether a | stands there.
// A cell: open and close, between its |; from and to, without spaces; value, as it is read.
function lineOf(text, from) {
    const start = SPACES.exec(text)[0].length;
    const end = Math.max(text.replace(/[ \t]+$/, "").length, start);
    const pipes = [];
    for (let at = start; at < end; at++) {
        if (text[at] === "\\") at++;
        else if (text[at] === "|") pipes.push(at);
    }
    const lead = pipes[0] === start;
    const tail = pipes.length > (lead ? 1 : 0) && pipes.at(-1) === end - 1;
    const closes = [...pipes.slice(lead ? 1 : 0), ...(tail ? [] : [end])];
    let open = lead ? start + 1 : start;
    const cells = closes.map((close) => {
        const cell = cellOf(text, from, open, close);
        open = close + 1;
        return cell;
    });
    return { from, to: from + text.length, start: from + start, end: from + end, lead, tail, cells };
}

function cellOf(text, from, open, close) {
    const inside = text.slice(open, close);
    const words = inside.replace(/^[ \t]+|[ \t]+$/g, "");
    const begin = open + (words ? SPACES.exec(inside)[0].length : inside.length >> 1);
    return { open: from + open, close: from + close, from: from + begin, to: from + begin + words.length, value: words.replaceAll("\\|", "|") };
}

const alignmentOf = ({ value }) => (value.endsWith(":") ? (value.startsWith(":") ? "center" : "right") : value.startsWith(":") ? "left" : "");

/** The table whose first and last places these are: {from, to, source, columns, rows, rule, alignments}; rows without the rule below the first.
    null where it is no table that can be shown by its cells. */
export function read(doc, from, to) {
    if (doc.lineAt(from).from !== from) return null; // in a list or a quotation
    const lines = [];
    for (let at = from; at <= to; ) {
        const line = doc.lineAt(at);
        lines.push(lineOf(line.text, line.from));
        at = line.to + 1;
    }
    const [head, rule, ...body] = lines;
    // a line without any | straight below is a note, or what is just being written
    while (body.length && !body.at(-1).lead && body.at(-1).cells.length === 1 && !body.at(-1).tail) body.pop();
    const rows = [head, ...body];
    const columns = head.cells.length;
    if (!rule || rule.cells.length !== columns || rows.some((row) => row.cells.length > columns) || rows.length * columns > LARGEST) return null;
    const end = (body.at(-1) ?? rule).to;
    return { from, to: end, source: doc.sliceString(from, end), columns, rows, rule, alignments: rule.cells.map(alignmentOf) };
}

/** Words as they stand in a cell of the text. */
export function written(words) {
    return words
        .replaceAll(/\s*[\r\n]+\s*/g, " ")
        .replaceAll(/^[ \t]+|[ \t]+$/g, "")
        .replaceAll(/(\\*)\|/g, (found, strokes) => (strokes.length % 2 ? found : `${strokes}\\|`));
}

/** The place in the text for one in a cell's words, and back. */
export function placeIn(cell, offset) {
    const before = cell.value.slice(0, offset);
    return cell.from + before.length + before.split("|").length - 1;
}

export function offsetIn(cell, place) {
    let offset = 0;
    while (offset < cell.value.length && placeIn(cell, offset) < place) offset++;
    return offset;
}

const whole = (line) => line.lead && line.tail;
const framed = (words) => `| ${words.join(" | ")} |`;
const sources = (row, columns) => Array.from({ length: columns }, (_, i) => written(row.cells[i]?.value ?? ""));

/** Puts words into a cell. */
export function put(table, row, column, words) {
    const line = table.rows[row];
    const cell = line.cells[column];
    const source = written(words);
    if (!cell) {
        // the row is shorter than its table
        const gap = "  |".repeat(column - line.cells.length);
        return source ? [{ from: line.end, to: line.end, insert: `${line.tail ? "" : " |"}${gap} ${source} |` }] : [];
    }
    const old = written(cell.value);
    if (source === old) return [];
    const changes = [];
    // without a | at its ends, what begins the line might make something else of it, and an empty cell at its end would be none
    if (column === 0 && !line.lead) changes.push({ from: line.start, to: line.start, insert: "| " });
    const { from, to, insert } = difference(old, source);
    const before = cell.from === cell.open && !old && (column > 0 || line.lead) ? " " : "";
    const closing = column === line.cells.length - 1 && !line.tail ? " |" : "";
    const behind = closing || (cell.to === cell.close && (!old || /\\$/.test(source)) ? " " : "");
    changes.push({ from: cell.from + from, to: cell.from + to, insert: before + insert });
    if (behind) changes.push({ from: cell.to, to: cell.to, insert: behind });
    return changes;
}

/** An empty row that becomes number `at`; 0 is the head, which stays where it is. */
export function addRow(table, at) {
    const { to } = at === 1 ? table.rule : table.rows[at - 1];
    return [{ from: to, to, insert: `\n|${"  |".repeat(table.columns)}` }];
}

export function removeRow(table, at) {
    const before = at === 1 ? table.rule : table.rows[at - 1];
    return [{ from: before.to, to: table.rows[at].to, insert: "" }];
}

// Changes every line; one that lacks a | or a cell is written anew with them.
function eachLine(table, change, anew) {
    return [table.rule, ...table.rows].map((line) => {
        if (whole(line) && line.cells.length === table.columns) return change(line);
        const words = line === table.rule ? line.cells.map((cell) => cell.value) : sources(line, table.columns);
        anew(words, line === table.rule);
        return { from: line.start, to: line.end, insert: framed(words) };
    });
}

/** An empty column that becomes number `at`. */
export function addColumn(table, at) {
    return eachLine(
        table,
        (line) => {
            const place = line.cells[at]?.open ?? line.end;
            return { from: place, to: place, insert: line === table.rule ? " --- |" : "  |" };
        },
        (words, isRule) => words.splice(at, 0, isRule ? "---" : ""),
    );
}

/** Without its last column a table is gone. */
export function removeColumn(table, at) {
    if (table.columns === 1) return [{ from: table.from, to: table.to, insert: "" }];
    return eachLine(
        table,
        (line) => ({ from: line.cells[at].open, to: line.cells[at].close + 1, insert: "" }),
        (words) => words.splice(at, 1),
    );
}

/** to: "left", "center", "right", or "" for none. */
export function align(table, column, to) {
    const cell = table.rule.cells[column];
    const dashes = cell.value.replaceAll(":", "");
    const marks = { left: `:${dashes}`, center: `:${dashes}:`, right: `${dashes}:` };
    const { from, to: end, insert } = difference(cell.value, marks[to] ?? dashes);
    return [{ from: cell.from + from, to: cell.from + end, insert }];
}

/** Puts rows of words into the cells from one on; the table grows as needed. */
export function fill(table, row, column, values) {
    const columns = Math.max(table.columns, column + Math.max(...values.map((words) => words.length)));
    const more = columns - table.columns;
    const changes = table.rows.flatMap((line, i) => {
        const words = values[i - row] ?? [];
        if (!more && (line.cells.length === columns || !words.length)) return words.flatMap((word, k) => put(table, i, column + k, word));
        const next = sources(line, columns);
        next.splice(column, words.length, ...words.map(written));
        const { from, to, insert } = difference(table.source.slice(line.start - table.from, line.end - table.from), framed(next));
        return [{ from: line.start + from, to: line.start + to, insert }];
    });
    if (more) changes.push({ from: table.rule.end, to: table.rule.end, insert: (table.rule.tail ? "" : " |") + " --- |".repeat(more) });
    const below = values.slice(table.rows.length - row).map((words) => Array.from({ length: columns }, (_, i) => written(words[i - column] ?? "")));
    if (below.length) changes.push({ from: table.to, to: table.to, insert: below.map((words) => `\n${framed(words)}`).join("") });
    return changes;
}
