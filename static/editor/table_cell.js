// One cell on the screen: its words as they will look, and over them a field with the words as they are typed, seen while one writes in it.
// While the field has the focus it is never drawn anew: what others change in the same words is put in around the cursor, and what an input method
// is composing is let alone and handed on when it is done.
import { ChangeSet, Text } from "@codemirror/state";
import { difference } from "./field.js";
import { written } from "./table_text.js";
import setWords from "./table_words.js";

function element(tag, className, ...children) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
}

// What was typed since `base`, brought to what has become of it meanwhile.
function merged(base, typed, now) {
    const change = (words) => ChangeSet.of(difference(base, words), base.length);
    const theirs = change(now);
    return change(typed).map(theirs).apply(Text.of([now])).toString();
}

/** typed(words): to be put into the text. moved(): the cursor is somewhere else, or the field has the focus now. */
export default function makeCell(tag, { typed, moved }) {
    const shown = element("div", "cells-words");
    const field = element("textarea", "cells-field");
    const box = element(tag, "cells-cell", element("div", "cells-stack", shown, field));
    let value = null; // of the cell in the text
    let base = null; // what it was when the composition that goes on began

    Object.assign(field, { rows: 1, tabIndex: -1, spellcheck: false });
    field.autocomplete = "off";
    shown.ariaHidden = "true";

    const isHere = () => document.activeElement === field;

    // The words below are what gives the cell its size.
    function draw() {
        if (isHere()) shown.textContent = field.value;
        else setWords(shown, value);
    }

    function receive(words) {
        if (words === value) return;
        value = words;
        if (base !== null) return;
        if (!isHere()) field.value = words;
        else if (written(field.value) !== written(words)) {
            const { from, to, insert } = difference(field.value, words);
            field.setRangeText(insert, from, to, "preserve");
        }
        draw();
    }

    field.addEventListener("compositionstart", () => {
        base = written(field.value);
    });
    field.addEventListener("compositionend", () => {
        const words = value === null || written(value) === base ? field.value : merged(base, written(field.value), written(value));
        base = null;
        typed(words);
        const { from, to, insert } = difference(field.value, words);
        if (words !== field.value) field.setRangeText(insert, from, to, "preserve");
        draw();
        moved();
    });
    field.addEventListener("input", () => {
        draw();
        if (base !== null) return;
        typed(field.value);
        moved();
    });
    field.addEventListener("focus", () => {
        box.style.minWidth = `${box.offsetWidth}px`; // the column stays as it is while its words are seen as they are typed
        draw();
        moved();
    });
    field.addEventListener("blur", () => {
        base = null;
        field.value = value;
        box.style.minWidth = "";
        draw();
    });
    for (const event of ["keyup", "pointerup", "select"]) field.addEventListener(event, () => base === null && moved());

    return {
        box,
        field,
        shown,
        receive,
        get composing() {
            return base !== null;
        },
        /** What is being composed and not handed on yet. */
        get pending() {
            return base === null ? "" : difference(base, field.value).insert;
        },
        say(place, alignment) {
            if (field.ariaLabel !== place) field.ariaLabel = place;
            if (box.dataset.align !== alignment) box.dataset.align = alignment;
        },
    };
}
