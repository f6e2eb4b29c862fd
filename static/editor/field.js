// The form's field of text, out of sight now: its value follows what is written, with an "input" event, so that the form can be sent at any time;
// and what others put into it, with an "input" event, is taken over.
import { EditorView } from "@codemirror/view";

/** The smallest change that makes `after` of `before`: {from, to, insert}. */
export function difference(before, after) {
    const most = Math.min(before.length, after.length);
    let from = 0;
    while (from < most && before[from] === after[from]) from++;
    if (/[\ud800-\udbff]/.test(before[from - 1] ?? "")) from--; // no half of a character
    let end = 0;
    while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
    if (/[\udc00-\udfff]/.test(before[before.length - end] ?? "")) end--;
    return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

export default function field(text) {
    return EditorView.updateListener.of(({ docChanged, state }) => {
        if (!docChanged) return;
        const written = state.doc.toString();
        if (written === text.value) return;
        text.value = written;
        text.dispatchEvent(new Event("input", { bubbles: true }));
    });
}

export function follow(text, view) {
    text.addEventListener("input", () => {
        const written = view.state.doc.toString();
        if (written === text.value) return;
        view.dispatch({ changes: difference(written, text.value), userEvent: "input" });
    });
    text.focus = () => view.focus(); // whoever is led to the field is led here
}
