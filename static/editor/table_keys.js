// What the keys do in a cell of a table. Tab and Enter go on, the arrows too where the words end; Escape leads out of the table, Alt+F10 to its buttons.
// Where Tab leads the words are chosen, as in a word processor: what is typed takes their place.
import { redo, undo } from "@codemirror/commands";
import { runScopeHandlers } from "@codemirror/view";

// Whether the cursor is on the first, or the last, of the lines that the words take on the screen.
function isOnEdge({ field, shown }, last) {
    const text = shown.firstChild;
    if (!text) return true;
    const heightAt = (offset) => {
        const range = document.createRange();
        range.setStart(text, Math.min(offset, text.length));
        const box = range.getBoundingClientRect();
        return box.top + box.height / 2;
    };
    const edge = heightAt(last ? text.length : 0);
    return Math.abs(heightAt(field.selectionStart) - edge) < 5;
}

const choose = () => document.activeElement.select?.() || true;

const steps = {
    Tab: ({ board, row, column }) => board.next(row, column) && choose(),
    "Shift-Tab": ({ board, row, column }) => board.previous(row, column) && choose(),
    Enter: ({ board, row, column }) => board.focus(row + 1, column) || true,
    "Shift-Enter": () => true,
    Escape: ({ board }) => board.leave(true),
    "Alt-F10": ({ board }) => board.toTools(),
    ArrowUp: ({ board, row, column, cell }) => isOnEdge(cell, false) && (board.focus(row - 1, column) || board.leave(false)),
    ArrowDown: ({ board, row, column, cell }) => isOnEdge(cell, true) && (board.focus(row + 1, column) || board.leave(true)),
    ArrowLeft: ({ board, row, column, cell: { field } }) => field.selectionEnd === 0 && board.previous(row, column, true),
    ArrowRight: ({ board, row, column, cell: { field } }) => field.selectionStart === field.value.length && board.step(row, column),
};

// Of what the field does itself nothing is taken away; the rest goes to the editor's own shortcuts.
const OWN = /^(?:[acvx]|Arrow.*|Home|End|Page.*|Backspace|Delete|Insert)$/i;

export default function cellKey(event, at) {
    if (event.isComposing || event.keyCode === 229) return;
    const { view } = at.board;
    const isCommand = event.ctrlKey || event.metaKey;
    const name = (event.shiftKey ? "Shift-" : "") + (event.altKey ? "Alt-" : "") + event.key;
    let done = false;
    if (!isCommand) done = steps[name]?.(at);
    else if (/^z$/i.test(event.key)) done = event.shiftKey ? redo(view) || true : undo(view) || true;
    else if (/^y$/i.test(event.key)) done = redo(view) || true;
    else if (!OWN.test(event.key)) done = runScopeHandlers(view, event, "editor");
    if (done) event.preventDefault();
}

/** The browser's own ways to undo, as those of a menu. */
export function cellUndo(event, view) {
    const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
    if (!command) return;
    event.preventDefault();
    command(view);
}
