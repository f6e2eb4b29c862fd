// The row of buttons above the text: each does what its name says to what is chosen, and those of a mark are pressed where the mark is.
import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { ViewPlugin } from "@codemirror/view";
import { shortcut } from "./keys.js";
import marks, { around, touched } from "./write.js";

const every = (pattern) => (state) => touched(state).every(({ text }) => pattern.test(text));

const pressed = {
    heading1: every(/^#\s/),
    heading2: every(/^##\s/),
    heading3: every(/^###\s/),
    list: every(/^\s*[-*+]\s/),
    numbers: every(/^\s*\d+[.)]\s/),
    strong: (state) => around(state, "StrongEmphasis"),
    strike: (state) => around(state, "Strikethrough"),
    link: (state) => around(state, "Link")?.getChild("URL"),
};

const steps = { undo: [undo, undoDepth], redo: [redo, redoDepth] };

// One stop of the Tab key for the whole row; the arrow keys lead along it.
function walkable(buttons) {
    for (const [i, button] of buttons.entries()) {
        button.tabIndex = i ? -1 : 0;
        button.addEventListener("focus", () => {
            for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
        });
        button.addEventListener("keydown", (event) => {
            const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: buttons.length - 1 }[event.key];
            if (to === undefined) return;
            event.preventDefault();
            buttons.at(to % buttons.length).focus();
        });
    }
}

function ready(button, view, sample) {
    const { mark } = button.dataset;
    const act = steps[mark]?.[0] ?? marks[mark];
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    if (act) {
        button.addEventListener("click", () => {
            act(view, sample);
            view.focus();
        });
    }
    const keys = shortcut(mark);
    if (keys) button.setAttribute("aria-keyshortcuts", keys.said);
    button.title = keys ? `${button.getAttribute("aria-label")} (${keys.shown})` : button.getAttribute("aria-label");
}

export default function tools(row) {
    const buttons = [...row.querySelectorAll("[data-mark]")];

    function show({ state }) {
        for (const button of buttons) {
            const { mark } = button.dataset;
            if (pressed[mark]) button.setAttribute("aria-pressed", String(Boolean(pressed[mark](state))));
            if (steps[mark]) button.setAttribute("aria-disabled", String(!steps[mark][1](state)));
        }
    }

    return ViewPlugin.define((view) => {
        walkable(buttons);
        for (const button of buttons) ready(button, view, row.dataset);
        show(view);
        return {
            update({ docChanged, selectionSet, startState, state }) {
                if (docChanged || selectionSet || syntaxTree(startState) !== syntaxTree(state)) show({ state });
            },
        };
    });
}
