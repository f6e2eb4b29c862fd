// What is pasted: cells that were copied in a spreadsheet become a table, an address over chosen words a link; what no text may hold stays away.
import { EditorView } from "@codemirror/view";
import { paragraph } from "./write.js";

/** The rows of tab-separated cells; a cell in quotes may hold tabs, line ends and doubled quotes. */
export function rowsOf(typed) {
    const rows = [[]];
    for (const [, quoted, plain, end] of typed.replaceAll("\r\n", "\n").matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
        rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
        if (end === "\n") rows.push([]);
        if (end === "") break;
    }
    return rows.filter((row) => row.some((cell) => cell.trim()));
}

const cellOf = (words) => words.trim().replaceAll("|", "\\|").replaceAll("\n", "<br>");

function lineOf(row, width) {
    const cells = Array.from({ length: width }, (_, i) => cellOf(row[i] ?? ""));
    return `| ${cells.join(" | ")} |`;
}

/** The table that copied cells make; null for words that are none: a line with a tab in it is a line. */
export function tableOf(typed) {
    if (!typed.includes("\t")) return null;
    const rows = rowsOf(typed);
    const width = Math.max(...rows.map((row) => row.length));
    if (rows.length < 2 || width < 2) return null;
    const [head, ...body] = rows.map((row) => lineOf(row, width));
    return [head, `|${"---|".repeat(width)}`, ...body].join("\n");
}

function link(view, typed) {
    const { from, to } = view.state.selection.main;
    const words = view.state.sliceDoc(from, to);
    if (!words.trim() || words.includes("\n") || !/^https?:\/\/[^\s()<>]+$/.test(typed)) return false;
    view.dispatch(view.state.replaceSelection(`[${words}](${typed})`), { scrollIntoView: true, userEvent: "input.paste" });
    return true;
}

function paste(event, view) {
    const typed = event.clipboardData?.getData("text/plain") ?? "";
    const table = tableOf(typed);
    return table ? paragraph(view, table) : link(view, typed.trim());
}

// A line end by another name is one; other control characters are nothing a person has typed.
const clean = (typed) => typed.replace(/[\v\f\u0085\u2028\u2029]/g, "\n").replace(/[\0-\x08\x0e-\x1f\x7f-\x9f]/g, "");

export default [EditorView.domEventHandlers({ paste }), EditorView.clipboardInputFilter.of(clean)];
