// What is pasted into a cell: copied cells go into the cells from it on, and the table grows; lines become words on one line.
import { rowsOf } from "./paste.js";
import { fill } from "./table_text.js";

export default function cellPaste(event, { board, row, column }) {
    const typed = event.clipboardData.getData("text/plain");
    const isTable = typed.includes("\t") || event.clipboardData.getData("text/html").includes("<table");
    const rows = isTable ? rowsOf(typed).map((words) => words.map((word) => word.trim().replaceAll("\n", "<br>"))) : [];
    if (rows.length && (rows.length > 1 || rows[0].length > 1)) {
        event.preventDefault();
        board.dispatch(fill(board.table, row, column, rows), "input.paste");
        board.focus(row, column);
    } else if (/[\r\n]/.test(typed)) {
        event.preventDefault();
        const { target } = event;
        target.setRangeText(typed.trim().replaceAll(/\s*[\r\n]+\s*/g, " "), target.selectionStart, target.selectionEnd, "end");
        target.dispatchEvent(new Event("input", { bubbles: true }));
    }
}
