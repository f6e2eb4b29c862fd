// From row to row without a mouse: Ctrl+Enter and Alt+↓ go to the same cell of the next row, with Shift and Alt+↑ to that of the row before; Alt+N to the
// next opinion without an answer, Alt+M marks one for merging.
const RESPONSE = '[data-field="response"]';

export default function opinionTableKeys(page, say) {
    const rows = () => [...page.querySelectorAll("[data-table] [data-id]")];
    const rowOf = (element) => element.closest?.("[data-table] [data-id]");
    const seen = (cell) => cell && !cell.closest("[hidden]:not([data-field])");

    function beside(row, field, step) {
        const all = rows();
        for (let i = all.indexOf(row) + step; i >= 0 && i < all.length; i += step) {
            const cell = all[i].querySelector(`[data-field="${field}"]`);
            if (seen(cell)) return cell;
        }
        return null;
    }

    // From the first one again behind the last.
    function nextUnanswered() {
        const all = rows();
        const at = all.indexOf(rowOf(document.activeElement));
        const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((row) => !row.classList.contains("answered") && row.querySelector(RESPONSE));
        if (next) next.querySelector(RESPONSE).focus();
        else say.sentence(page.dataset.allAnswered);
    }

    function mark(row) {
        const box = row?.querySelector("[data-mark]");
        box?.click();
    }

    function stepOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
        if (key === "Enter" && (ctrlKey || metaKey)) return shiftKey ? -1 : 1;
        if (altKey && key === "ArrowDown") return 1;
        if (altKey && key === "ArrowUp") return -1;
        return 0;
    }

    const commands = { KeyN: nextUnanswered, KeyM: () => mark(rowOf(document.activeElement)) };

    document.addEventListener("keydown", (event) => {
        if (event.isComposing || event.keyCode === 229) return; // an input method's keys are its own
        const cell = event.target.closest?.(".opinion-field")?.previousElementSibling;
        const step = cell ? stepOf(event) : 0;
        const command = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && commands[event.code];
        if (!step && !command) return;
        event.preventDefault();
        if (step) beside(rowOf(cell), cell.dataset.field, step)?.focus();
        else command();
    });

    page.querySelector("[data-next]").addEventListener("click", nextUnanswered);
}
