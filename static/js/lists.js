// Enter goes on with a list: the next line gets the mark of the one above, the next number; in an empty item it ends the list.
import replace from "./replace.js";

const ITEM = /^(\s*)(?:([-*+])|(\d+)([.)]))(\s+)(.*)$/;

export default function lists(form) {
    const { text } = form.elements;
    text.addEventListener("keydown", (event) => {
        // while a word is being composed Enter takes the word
        if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
        const { selectionStart: start, selectionEnd: end, value } = text;
        const from = value.lastIndexOf("\n", start - 1) + 1;
        const found = ITEM.exec(value.slice(from, start));
        if (!found) return;
        event.preventDefault();
        const [, indent, bullet, number, behind, space, words] = found;
        if (words.trim()) replace(text, start, end, `\n${indent}${bullet ?? Number(number) + 1 + behind}${space}`);
        else replace(text, from, end, "");
    });
}
