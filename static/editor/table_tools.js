// The buttons below a table: rows and columns, how a column is set, and the table as it is written. They go by the cell that had the focus last.
import { showText } from "./table_state.js";
import { addColumn, addRow, align, removeColumn, removeRow } from "./table_text.js";

// Each gives the changes, and the row and column to go on in.
const commands = {
    row_above: (table, row, column) => [addRow(table, row), row, column],
    row_below: (table, row, column) => [addRow(table, row + 1), row + 1, column],
    row_remove: (table, row, column) => [removeRow(table, row), Math.min(row, table.rows.length - 2), column],
    column_left: (table, row, column) => [addColumn(table, column), row, column],
    column_right: (table, row, column) => [addColumn(table, column + 1), row, column + 1],
    column_remove: (table, row, column) => [removeColumn(table, column), row, Math.min(column, table.columns - 2)],
};
for (const side of ["left", "center", "right"]) {
    commands[side] = (table, row, column) => [align(table, column, table.alignments[column] === side ? "" : side), row, column];
}

const ofBody = ["row_above", "row_remove"]; // the head has nothing above it, and no table is without it

export default function makeTools(board, template) {
    const dom = template.content.firstElementChild.cloneNode(true);
    const buttons = [...dom.querySelectorAll("[data-do]")];
    let row = 0;
    let column = 0;

    function run(name) {
        const { view, table } = board;
        if (name === "text") {
            view.dispatch({ selection: { anchor: table.rows[row].cells[column]?.from ?? table.from }, effects: showText.of(table.key) });
            view.focus();
            return;
        }
        const [changes, nextRow, nextColumn] = commands[name](table, row, column);
        board.dispatch(changes, "input");
        if (!board.table || !board.focus(nextRow, nextColumn)) view.focus();
    }

    for (const [i, button] of buttons.entries()) {
        button.tabIndex = i ? -1 : 0;
        button.addEventListener("click", () => button.ariaDisabled !== "true" && run(button.dataset.do));
    }
    dom.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the focus
    dom.addEventListener("keydown", (event) => {
        const i = buttons.indexOf(document.activeElement);
        const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: -1 }[event.key];
        if (event.key === "Escape") board.focus(row, column);
        else if (to === undefined) return;
        else buttons.at(to % buttons.length).focus();
        event.preventDefault();
    });

    return {
        dom,
        focus: () => buttons[0].focus(),
        /** Goes by that cell from now on. */
        follow(table, nextRow, nextColumn) {
            row = nextRow;
            column = nextColumn;
            for (const button of buttons) {
                const name = button.dataset.do;
                if (button.hasAttribute("aria-pressed")) button.ariaPressed = String(table.alignments[column] === name);
                button.ariaDisabled = String(ofBody.includes(name) && row === 0);
            }
        },
    };
}
