// What the keyboard does: the tools by shortcuts, Enter in lists and paragraphs, and what every field does. Tab is left to the page, so that it leads out of the text.
import { historyKeymap, standardKeymap } from "@codemirror/commands";
import { keymap } from "@codemirror/view";
import goOn from "./lists.js";
import paragraphs, { beforeBreaks } from "./paragraphs.js";
import marks from "./write.js";

const tools = {
    "Mod-b": "strong",
    "Mod-k": "link",
    "Mod-Shift-x": "strike",
    "Mod-Shift-7": "numbers",
    "Mod-Shift-8": "list",
    "Mod-Alt-0": "plain",
    "Mod-Alt-1": "heading1",
    "Mod-Alt-2": "heading2",
    "Mod-Alt-3": "heading3",
    "Mod-Alt-f": "footnote",
    "Mod-Alt-g": "chart",
    "Mod-Alt-p": "picture",
    "Mod-Alt-r": "ruby",
    "Mod-Alt-t": "table",
};
const others = { "Mod-z": "undo", "Mod-y": "redo" };

const apple = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** A tool's shortcut: `shown` to a person, `said` to a screen reader. Null when it has none. */
export function shortcut(mark) {
    const [keys] = Object.entries({ ...tools, ...others }).find(([, name]) => name === mark) ?? [];
    if (!keys) return null;
    const parts = keys.split("-").map((part) => (part.length === 1 ? part.toUpperCase() : part));
    const named = (names) => parts.map((part) => names[part] ?? part);
    return {
        shown: apple ? named({ Mod: "⌘", Alt: "⌥", Shift: "⇧" }).join("") : named({ Mod: "Ctrl" }).join("+"),
        said: named({ Mod: apple ? "Meta" : "Control" }).join("+"),
    };
}

export default function keys(row) {
    const own = Object.entries(tools).map(([key, mark]) => ({
        key,
        preventDefault: true,
        run: (view) => marks[mark]?.(view, row.dataset) ?? (row.querySelector(`[data-mark=${mark}]`)?.click(), true),
    }));
    return [keymap.of([...own, { key: "Enter", run: goOn }, ...paragraphs, ...historyKeymap, ...standardKeymap]), beforeBreaks];
}
