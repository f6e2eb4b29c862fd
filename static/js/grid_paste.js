// A block that was copied from a spreadsheet goes into the cells from the one it is pasted into; rows are added as needed.
import { cellOf, field } from "./grid_rows.js";

/** Rows of cells from what a spreadsheet puts on the clipboard: TABs between cells, quotes around one that holds a TAB, a line end or a quote. */
export function parse(text) {
    const rows = [[]];
    const source = text.replaceAll("\r\n", "\n").replace(/\n$/, "");
    for (let at = 0; at <= source.length; ) {
        let value;
        const quoted = source[at] === '"' && source.slice(at).match(/^"((?:[^"]|"")*)"(?=[\t\n]|$)/);
        if (quoted) {
            value = quoted[1].replaceAll('""', '"');
            at += quoted[0].length;
        } else {
            [value] = source.slice(at).match(/^[^\t\n]*/);
            at += value.length;
        }
        rows.at(-1).push(value);
        if (source[at] === "\n") rows.push([]);
        at++;
    }
    return rows;
}

// Several lines in a text of lines are one text, unless they come out of a table.
function isBlock(data, target) {
    const text = data.getData("text/plain").replace(/\r?\n$/, "");
    if (text.includes("\t") || /^"[\s\S]*"$/.test(text)) return true;
    return text.includes("\n") && (target.localName !== "textarea" || data.getData("text/html").includes("<table"));
}

const plain = (words) => words.normalize("NFKC").trim();

// Puts a value into a field; false when a choice has no such word.
function put(to, value) {
    if (to.localName === "select") {
        const option = [...to.options].find((o) => plain(o.label) === plain(value) || o.value === value.trim());
        if (!option) return !value.trim();
        to.value = option.value;
        return true;
    }
    to.value = to.localName === "textarea" ? value : value.replaceAll(/\s*\n\s*/g, " ").trim();
    return true;
}

// The next row of the same kind: for a tactic within its strategy. Made where there is none.
function nextRow(rows, row) {
    const { kind } = row.dataset;
    const at = rows.block(row).at(-1).nextElementSibling;
    if (kind === "tactic" && at?.dataset.kind !== "tactic") return rows.add("t", row);
    return at ?? rows.add(kind[0]);
}

export default function gridPaste(form, rows, done) {
    rows.body.addEventListener("paste", (event) => {
        const cell = event.target.closest("[data-column]");
        if (!cell || event.target !== field(cell) || !isBlock(event.clipboardData, event.target)) return;
        event.preventDefault();
        const unknown = [];
        let row = cell.closest("tr");
        const columns = [...row.querySelectorAll("[data-column]")].map((c) => c.dataset.column);
        const first = columns.indexOf(cell.dataset.column);
        for (const [i, values] of parse(event.clipboardData.getData("text/plain")).entries()) {
            if (i > 0) row = nextRow(rows, row);
            for (const [k, value] of values.slice(0, columns.length - first).entries())
                if (!put(field(cellOf(row, columns[first + k])), value)) unknown.push(value.trim());
        }
        done(unknown);
    });
}
