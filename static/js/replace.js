// Replaces a range of a field as if it had been typed, so that the browser's undo takes it back. The focus goes to the field.
export default function replace(field, start, end, words) {
    field.focus();
    field.setSelectionRange(start, end);
    if (start === end && !words) return;
    if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
    field.setRangeText(words, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
}
