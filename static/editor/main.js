// The editor of a text: takes the place of a form's field, whose value follows what is written (field.js), so that the form can be sent at any time.
import { history } from "@codemirror/commands";
import { forceParsing } from "@codemirror/language";
import { ChangeSet, EditorState, StateEffect, Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, placeholder } from "@codemirror/view";
import adopt from "./adopt.js";
import field, { difference, follow } from "./field.js";
import { afterComposition, held, wholeCharacters } from "./hold.js";
import keys from "./keys.js";
import language from "./language.js";
import link from "./link.js";
import marks from "./marks.js";
import paste from "./paste.js";
import tables from "./table.js";
import theme from "./theme.js";
import together from "./together.js";
import tools from "./tools.js";
import { paragraph } from "./write.js";

const PARSED = 200; // ms for the text to be read before it is shown: what is read later moves the lines

// What the field was to those who hear it, the editor is now.
function attributes(form, text) {
    const label = form.querySelector(`label[for="${text.id}"]`);
    const about = form.querySelector("[data-editor-about]");
    return { lang: text.lang, spellcheck: "false", "aria-labelledby": label.id, ...(about && { "aria-describedby": about.id }) };
}

// What lies over the text at the window's edges: the cursor is not moved below it.
function margins() {
    const height = (selector) => document.querySelector(selector).offsetHeight;
    return EditorView.scrollMargins.of(() => ({ top: height(".editor-head") + 16, bottom: height(".editor-bar") + 16 }));
}

// For those who tie the text to something else than the server, or show something in it.
const parts = { ChangeSet, Decoration, EditorView, StateEffect, Transaction, ViewPlugin, WidgetType, afterComposition, difference, held, wholeCharacters };

/** tie(form, parts): what becomes of what is written; gives {extension, save}. */
export default function editor(form, tie = link) {
    adopt();
    const { text } = form.elements;
    const row = document.querySelector("[data-tools]");
    const hint = form.querySelector("#text-hint");
    const linked = tie(form, parts);
    const state = EditorState.create({
        doc: text.defaultValue, // of the version the form has
        extensions: [
            history(),
            linked.extension,
            language,
            theme,
            tables(form),
            marks,
            paste,
            keys(row),
            tools(row),
            field(text),
            margins(),
            hint ? placeholder(hint.textContent) : [],
            EditorView.lineWrapping,
            EditorView.editorAttributes.of({ class: "writing" }),
            EditorView.contentAttributes.of(attributes(form, text)),
        ],
    });
    const view = new EditorView({ state });
    forceParsing(view, text.value.length, PARSED);
    text.after(view.dom);
    text.hidden = true;
    follow(text, view);
    const preview = document.querySelector("[data-preview]");
    if (preview) together(view, preview);
    text.dispatchEvent(new Event("input", { bubbles: true })); // what was typed before the editor was there
    form.querySelector(`label[for="${text.id}"]`).addEventListener("click", () => view.focus());
    return {
        view,
        parts,
        /** link.js */
        save: linked.save,
        synced: linked.synced,
        /** Puts lines behind the cursor, as a paragraph of their own. */
        put(lines) {
            paragraph(view, lines);
            view.focus();
        },
    };
}
