// The keys of a spreadsheet in the cells of a table. Tab goes its usual way, and Escape leaves, so that nobody is caught.
import { cellOf, field } from "./grid_rows.js";
import replace from "./replace.js";

/** The focus goes into a cell; what stands in a line is chosen, so that typing replaces it. */
export function enter(cell) {
    const to = field(cell);
    if (!to) return false;
    to.focus();
    if (to.localName === "input") to.select();
    return true;
}

function vertical(cell, down) {
    const row = cell.closest("tr");
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    return other && (cellOf(other, cell.dataset.column) ?? other.querySelector("[data-column]"));
}

function horizontal(cell, right) {
    const other = right ? cell.nextElementSibling : cell.previousElementSibling;
    return other?.dataset.column ? other : null;
}

// Whether the caret of a text is where an arrow leads out of it.
function atEdge(text, forward) {
    if (text.localName === "select") return true;
    const { selectionStart: start, selectionEnd: end, value } = text;
    const all = start === 0 && end === value.length && text.localName === "input";
    return all || (start === end && start === (forward ? value.length : 0));
}

function goal(event, text, cell) {
    switch (event.key) {
        case "ArrowLeft":
        case "ArrowRight": {
            const right = event.key === "ArrowRight";
            return atEdge(text, right) ? horizontal(cell, right) : null;
        }
        case "ArrowUp":
        case "ArrowDown": {
            const down = event.key === "ArrowDown";
            if (text.localName === "select" || (text.localName === "textarea" && !atEdge(text, down))) return null; // they have their own use for it
            return vertical(cell, down);
        }
        case "Enter":
            return vertical(cell, !event.shiftKey);
    }
    return null;
}

export default function gridKeys(form) {
    form.querySelector("[data-rows]").addEventListener("keydown", (event) => {
        const text = event.target;
        const cell = text.closest("[data-column]");
        if (!cell || text !== field(cell) || event.isComposing || event.keyCode === 229) return; // an input method's Enter and arrows are its own
        if (event.key === "Escape") {
            form.querySelector("[data-save]").focus();
            return;
        }
        if (event.key === "Enter" && text.localName === "textarea" && (event.altKey || event.ctrlKey)) {
            event.preventDefault();
            replace(text, text.selectionStart, text.selectionEnd, "\n");
            return;
        }
        if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "Enter")) return;
        const to = goal(event, text, cell);
        if (event.key === "Enter") event.preventDefault(); // a cell is no form to send
        if (to && enter(to)) event.preventDefault();
    });
}
