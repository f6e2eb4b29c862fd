// Cells that were copied in a spreadsheet become a table of the text when they are pasted.
import paragraph from "./paragraph.js";

// The rows of tab-separated cells; a cell in quotes may hold tabs, line ends and doubled quotes.
function rowsOf(typed) {
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

export default function cells(form) {
    const { text } = form.elements;
    text.addEventListener("paste", (event) => {
        const typed = event.clipboardData.getData("text/plain");
        if (!typed.includes("\t")) return;
        const rows = rowsOf(typed);
        const width = Math.max(...rows.map((row) => row.length));
        if (rows.length < 2 || width < 2) return; // a line with a tab in it is a line
        event.preventDefault();
        const [head, ...body] = rows.map((row) => lineOf(row, width));
        paragraph(text, [head, `|${"---|".repeat(width)}`, ...body].join("\n"));
    });
}
