// The form of a section's text. The editor takes the place of its field and sends by itself what is written; the buttons and Ctrl+S only wait for that.
// Where the editor cannot be loaded the field stays: it is kept on this device (keep.js) and saved as a form (editor.js).
import editor from "./editor.js";
import keep from "./keep.js";
import picture from "./picture.js";

function buttons(form, save) {
    async function go(next) {
        if ((await save()) && next === "chapter") location.assign(form.dataset.chapter);
    }

    form.addEventListener("submit", (event) => {
        if (event.submitter?.hasAttribute("formaction")) return;
        event.preventDefault();
        go(event.submitter?.value);
    });
    document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        go("edit");
    });
}

export default async function write(form) {
    try {
        const { default: open } = await import(form.dataset.editor);
        const opened = open(form);
        picture(form, opened.put);
        buttons(form, opened.save);
        import("./beside.js").then(({ default: beside }) => beside(form, opened));
    } catch (fault) {
        document.querySelector("[data-tools]").hidden = true;
        form.querySelector("[data-state]").role = "status";
        delete form.dataset.editor; // the field is seen
        editor(form);
        keep(form);
        throw fault;
    }
}
