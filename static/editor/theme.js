// CodeMirror's own look steps back: static/css/65-writing.css has the text's. Its rules are outside of the layers, so what is left to the style
// sheet is said here.
import { EditorView } from "@codemirror/view";

export default EditorView.theme({
    "&.cm-focused": { outline: "none" },
    "&": { color: "inherit" },
    ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit", overflowX: "visible" },
    ".cm-content": { minHeight: "revert-layer", padding: "revert-layer", outline: "revert-layer", caretColor: "currentColor" },
    "&.cm-focused .cm-content": { caretColor: "currentColor" },
    ".cm-line": { padding: "revert-layer" },
    ".cm-placeholder": { color: "revert-layer" },
});
