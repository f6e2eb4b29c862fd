// A form with a section's text in a plain field. Its buttons and Ctrl+S save without leaving the page; whatever happens is said in a sentence, and the text
// stays.
// Tells the others on the form: "saved" {text} after a save, "failed" after one that was none.
import saver from "./saver.js";
import saying from "./saying.js";

export default function editor(form) {
    const text = form.elements.text;
    const base = form.elements.base_version;
    const say = saying(form);
    const stamp = document.querySelector("[data-stamp]");

    // Somebody else has saved meanwhile: the form goes the plain way, and the server answers with both texts.
    function compare(next) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "next";
        field.value = next;
        form.append(field);
        form.submit();
    }

    // What others wrote meanwhile is in the saved text, and comes into the field with it. Whoever typed on goes on from the version he began at.
    function saved(view, { text: sent }, next) {
        const typedOn = text.value !== sent;
        if (!view.merged || !typedOn) base.value = view.version;
        if (view.merged && !typedOn) {
            text.value = view.text;
            text.dispatchEvent(new Event("input", { bubbles: true }));
        }
        say.nothingWrong();
        if (stamp) {
            stamp.className = `stamp ${view.state}`;
            stamp.textContent = view.state_label;
        }
        form.dispatchEvent(new CustomEvent("saved", { detail: { text: typedOn ? sent : text.value, sent } }));
        if (typedOn) {
            say.typed();
            return;
        }
        say.saved(view.at);
        if (next === "chapter") location.assign(view.chapter_href);
        else if (form.dataset.after) location.assign(form.dataset.after); // the two texts are one now
    }

    const saves = saver(form, say, {
        take: () => ({ body: new FormData(form), text: text.value }),
        saved,
        refused({ error }, sent, next) {
            if (error?.code !== "stale") return false;
            compare(next);
            return true;
        },
    });

    form.addEventListener("submit", (event) => {
        if (event.submitter?.hasAttribute("formaction")) return;
        event.preventDefault();
        saves.save(event.submitter?.value ?? "edit");
    });
    document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        if (!event.isComposing) saves.save("edit");
    });
    text.addEventListener("input", say.typed);
    form.addEventListener("kept", () => {
        if (!saves.busy) say.typed();
    });
}
