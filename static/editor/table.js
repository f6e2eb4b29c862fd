// Tables are written by their cells (table_board.js), which stand in the place of the lines; table_text.js says what becomes of these.
import { Prec, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin, keymap } from "@codemirror/view";
import { Board, boardsOf, fromCell, isFixed } from "./table_board.js";
import { tableField } from "./table_state.js";

// The board whose table the place is in.
const boardAt = (view, place) => boardsOf(view).find(({ table }) => table && table.from <= place && place <= table.to);

// From the line above a table into it, and from the line below.
function vertically(forward) {
    return (view) => {
        const { main } = view.state.selection;
        if (!main.empty) return false;
        const { head } = view.moveVertically(main, forward);
        const [first, last] = [Math.min(main.head, head), Math.max(main.head, head)];
        const board = boardsOf(view).find(({ table }) => table && (forward ? first < table.from && table.from <= last : first <= table.to && table.to < last));
        return Boolean(board?.focus(forward ? 0 : board.table.rows.length - 1, 0, !forward));
    };
}

// The place before a table and the one behind it are its neighbours: a step leads into it, and a deletion does not join it with what stands there.
function beside(forward) {
    return (view) => {
        const { main } = view.state.selection;
        const board = main.empty && boardAt(view, main.head + (forward ? 1 : -1));
        return Boolean(board && (forward ? board.focus(0, 0, false) : board.focus(board.table.rows.length - 1, board.table.columns - 1)));
    };
}

const keys = [
    { key: "ArrowDown", run: vertically(true) },
    { key: "ArrowUp", run: vertically(false) },
    { key: "ArrowRight", run: beside(true) },
    { key: "ArrowLeft", run: beside(false) },
    { key: "Delete", run: beside(true) },
    { key: "Backspace", run: beside(false) },
];

// The cell that is written in.
const inCell = ({ contentDOM }) => contentDOM.contains(document.activeElement) && document.activeElement !== contentDOM;

// A selection that has come into a table is gone on with in its cell, and one that has left it in the text.
function goOn(view) {
    const { anchor, head } = view.state.selection.main;
    const board = boardAt(view, anchor);
    if (board && boardAt(view, head) === board) board.take({ anchor, head });
    else if (inCell(view)) view.focus();
}

function follow({ view, state, startState, changes, docChanged, focusChanged, transactions }) {
    if (docChanged) for (const board of boardsOf(view)) board.follow(changes);
    if (docChanged || isFixed(state) !== isFixed(startState)) for (const board of boardsOf(view)) board.setFixed(isFixed(state));
    const selected = transactions.some((tr) => tr.selection && !tr.annotation(fromCell) && !tr.annotation(Transaction.remote));
    if ((selected && (view.hasFocus || inCell(view))) || (focusChanged && view.hasFocus)) queueMicrotask(() => goOn(view));
}

// Where the table goes in which a person writes, the person stays, and so does what an input method is composing.
const staying = ViewPlugin.define((view) => ({
    update({ docChanged }) {
        const board = docChanged && boardsOf(view).find(({ here }) => here);
        if (!board) return;
        const { pending } = board.here;
        queueMicrotask(() => {
            if (board.dom.isConnected) return;
            if (pending) view.dispatch(view.state.replaceSelection(pending), { userEvent: "input" });
            view.focus();
        });
    },
}));

/** For a form with a template of the tools ([data-cells]). */
export default function tables(form) {
    const parts = { template: form.querySelector("[data-cells]") };
    parts.field = tableField((table) => new Board(table, parts));
    return [parts.field, Prec.high(keymap.of(keys)), staying, EditorView.updateListener.of(follow)];
}
