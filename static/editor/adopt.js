// CodeMirror would put its rules into a <style> of the page, which the content security policy forbids; a style sheet that a script has made
// is allowed. It makes one for roots that are no document, and remembers it by a symbol: this page's document gets one of those.
import { StyleModule } from "style-mod";

export default function adopt() {
    const root = { ownerDocument: document, adoptedStyleSheets: [] };
    StyleModule.mount(root, []);
    const [key] = Object.getOwnPropertySymbols(root);
    document[key] ??= root[key];
}
