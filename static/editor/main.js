// The editor of a text: takes the place of a form's field, whose value follows what is written, so that the form can be sent at any time.
import { history } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export default function editor(form) {
    const { text } = form.elements;
    const view = new EditorView({
        state: EditorState.create({ doc: text.value, extensions: [history(), EditorView.lineWrapping] }),
    });
    text.after(view.dom);
    text.hidden = true;
    return { view };
}
