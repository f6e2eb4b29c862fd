// A table shown by its cells: the widget that stands in the place of its lines. It stays while the text changes; what changed is followed cell by cell.
import { Annotation, MapMode } from "@codemirror/state";
import { EditorView, WidgetType } from "@codemirror/view";
import makeCell from "./table_cell.js";
import cellKey, { cellUndo } from "./table_keys.js";
import cellPaste from "./table_paste.js";
import { addRow, offsetIn, placeIn, put } from "./table_text.js";
import makeTools from "./table_tools.js";

/** Of a transaction that came out of a cell: its cursor is where the selection says, already. */
export const fromCell = Annotation.define();

/** Whether the text may only be read. */
export const isFixed = (state) => state.readOnly || !state.facet(EditorView.editable);

let made = 0;

// Which of the places before are those of now: for each of now its number before, -1 for none.
function numbersBefore(before, now, changes) {
    const moved = before.map((place) => changes.mapPos(place, 1, MapMode.TrackAfter));
    const numbers = now.map((place) => moved.indexOf(place));
    return now.length === before.length && numbers.includes(-1) ? now.map((_, i) => i) : numbers;
}

const rowPlaces = (table) => table.rows.map((row) => row.from);
const columnPlaces = (table) => table.rows[0].cells.map((cell) => cell.close);

// Puts in what is new and takes out what is gone; what stays is not moved, so that it keeps the focus.
function arrange(parent, children) {
    for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
    for (const [i, child] of children.entries()) if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
}

// template: what stands below the table (templates/section_cells.mustache), with the words for the rest in its data.
function makeBoard(view, key, { field, template }) {
    const words = template.dataset;
    const dom = document.createElement("div");
    const scroll = document.createElement("div");
    const grid = document.createElement("table");
    const help = template.content.querySelector(".cells-keys").cloneNode(true);
    let lines = []; // of the screen: {row, cells}
    let table = null; // what they show

    const current = () => view.state.field(field).tables.find((one) => one.key === key && !one.asText);
    const at = (row, column) => lines[row]?.cells[column];

    function placeOf(cell) {
        const row = lines.findIndex(({ cells }) => cells.includes(cell));
        return { row, column: lines[row]?.cells.indexOf(cell) };
    }

    function newCell(tag) {
        const cell = makeCell(tag, {
            typed(typed) {
                const { row, column } = placeOf(cell);
                board.dispatch(put(current(), row, column, typed), "input.type");
            },
            moved: () => mirror(cell),
        });
        cell.field.setAttribute("aria-describedby", help.id);
        cell.field.addEventListener("keydown", (event) => cellKey(event, { board, cell, ...placeOf(cell) }));
        cell.field.addEventListener("beforeinput", (event) => cellUndo(event, view));
        cell.field.addEventListener("paste", (event) => cellPaste(event, { board, ...placeOf(cell) }));
        return cell;
    }

    // The selection of the text goes with the cursor in the cell: tools work there, and undo knows where it was.
    function mirror(cell) {
        const { row, column } = placeOf(cell);
        const there = current()?.rows[row]?.cells[column];
        if (!there || document.activeElement !== cell.field) return;
        tools.follow(table, row, column);
        const inText = (offset) => Math.min(placeIn(there, offset), there.to);
        const selection = { anchor: inText(cell.field.selectionStart), head: inText(cell.field.selectionEnd) };
        const { main } = view.state.selection;
        if (main.anchor !== selection.anchor || main.head !== selection.head) view.dispatch({ selection, userEvent: "select", annotations: fromCell.of(true) });
    }

    function label(row, column) {
        const head = row ? table.rows[0].cells[column].value : "";
        const place = words.place.replace("{row}", row + 1).replace("{column}", column + 1);
        return head ? `${place} ${head}` : place;
    }

    function show(next, changes) {
        const rows = changes ? numbersBefore(rowPlaces(table), rowPlaces(next), changes) : next.rows.map(() => -1);
        const columns = changes ? numbersBefore(columnPlaces(table), columnPlaces(next), changes) : next.alignments.map(() => -1);
        if (rows[0]) rows[0] = -1; // a head is made as one
        lines = rows.map((before, i) => {
            const line = lines[before] ?? { row: document.createElement("tr"), cells: [] };
            const cells = columns.map((number) => line.cells[number] ?? newCell(i ? "td" : "th"));
            arrange(line.row, cells.map((cell) => cell.box));
            return { row: line.row, cells };
        });
        arrange(grid, lines.map((line) => line.row));
        table = next;
        for (const [i, { cells }] of lines.entries()) {
            for (const [k, cell] of cells.entries()) {
                cell.receive(table.rows[i].cells[k]?.value ?? "");
                cell.say(label(i, k), table.alignments[k]);
            }
        }
    }

    const board = {
        view,
        dom,
        get table() {
            return current();
        },

        /** The cell that has the focus. */
        get here() {
            return lines.flatMap(({ cells }) => cells).find((cell) => cell.field === document.activeElement);
        },

        /** Follows the text after a change. */
        follow(changes) {
            const next = current();
            if (!next) return;
            if (next.source !== table.source) show(next, changes);
            else table = next;
            const cell = board.here;
            if (!cell || cell.composing) return;
            const { row, column } = placeOf(cell);
            tools.follow(table, row, column);
        },

        /** Whether the cells may be written in follows the text. */
        setFixed(fixed) {
            for (const { cells } of lines) for (const cell of cells) cell.field.readOnly = fixed;
        },

        dispatch(changes, userEvent) {
            if (!isFixed(view.state) && changes.length) view.dispatch({ changes, userEvent });
        },

        /** Puts the cursor into a cell; false when there is none. */
        focus(row, column, atEnd = true) {
            const cell = at(row, column);
            if (!cell) return false;
            const offset = atEnd ? cell.field.value.length : 0;
            cell.field.focus();
            cell.field.setSelectionRange(offset, offset);
            mirror(cell);
            return true;
        },

        /** Puts the cursor where the selection of the text is; false when that is not in one cell. */
        take({ anchor, head }) {
            const inside = (cell) => cell.from <= Math.min(anchor, head) && Math.max(anchor, head) <= cell.to;
            const near = (cell) => anchor === head && cell.open <= head && head <= cell.close;
            for (const test of [inside, near]) {
                for (const [i, { cells }] of table.rows.entries()) {
                    const k = cells.findIndex(test);
                    if (k < 0) continue;
                    const { field: one } = at(i, k);
                    one.focus();
                    one.setSelectionRange(offsetIn(cells[k], Math.min(anchor, head)), offsetIn(cells[k], Math.max(anchor, head)));
                    return true;
                }
            }
            return anchor === head && (head === table.to ? board.focus(lines.length - 1, table.columns - 1) : board.focus(0, 0, false));
        },

        step(row, column) {
            return board.focus(row, column + 1, false) || board.focus(row + 1, 0, false) || board.leave(true);
        },

        next(row, column) {
            if (board.focus(row, column + 1) || board.focus(row + 1, 0)) return true;
            board.dispatch(addRow(current(), lines.length), "input");
            return board.focus(row + 1, 0) || board.leave(true);
        },

        previous(row, column) {
            return board.focus(row, column - 1) || board.focus(row - 1, table.columns - 1) || board.leave(false);
        },

        /** Goes to the text behind the table, or before it. */
        leave(behind) {
            const { doc } = view.state;
            const { from, to } = current();
            if (!behind && from > 0) {
                view.dispatch({ selection: { anchor: from - 1 }, scrollIntoView: true });
            } else {
                const lineAfter = doc.lineAt(to).number + 1;
                const blank = lineAfter > doc.lines || !doc.line(lineAfter).text.trim();
                const missing = blank ? "\n".repeat(Math.max(0, lineAfter + 1 - doc.lines)) : "";
                const goal = blank ? Math.min(lineAfter + 1, doc.lines + missing.length) : lineAfter;
                if (missing && !isFixed(view.state)) view.dispatch({ changes: { from: doc.length, insert: missing }, userEvent: "input" });
                view.dispatch({ selection: { anchor: view.state.doc.line(Math.min(goal, view.state.doc.lines)).from }, scrollIntoView: true });
            }
            view.focus();
            return true;
        },

        toTools() {
            tools.focus();
            return true;
        },
    };

    const tools = makeTools(board, template);
    dom.className = "cells";
    dom.role = "group";
    dom.ariaLabel = words.name;
    scroll.className = "cells-scroll";
    grid.className = "cells-table";
    help.id = `cells-keys-${++made}`;
    scroll.append(grid);
    dom.append(scroll, tools.dom, help);
    show(current(), null);
    board.setFixed(isFixed(view.state));
    return board;
}

const boards = new WeakMap(); // of the elements they are

/** The boards that are on the page now. */
export const boardsOf = (view) => [...view.contentDOM.querySelectorAll(".cells")].map((dom) => boards.get(dom));

export class Board extends WidgetType {
    constructor({ key, rows }, parts) {
        super();
        this.key = key;
        this.rows = rows.length;
        this.parts = parts;
    }

    get estimatedHeight() {
        return this.rows * 36 + 50;
    }

    eq(other) {
        return other.key === this.key;
    }

    toDOM(view) {
        const board = makeBoard(view, this.key, this.parts);
        boards.set(board.dom, board);
        return board.dom;
    }

    ignoreEvent() {
        return true; // the fields in it do their own work
    }
}
