// The opinions of a section as notes of its margin: threads with replies, which are resolved and opened again where they stand.
import mention from "./mention.js";
import post, { teller } from "./post.js";
import { getJson } from "./margin_section.js";
import { fill, fillPieces, tellSeen } from "./note.js";

/** part(name): a new element. words: sentences of the margin. changed(): a note has become higher or lower. */
export default function opinions({ part, words, changed }) {
    const known = new Map(); // id → note

    function reply(view, permalink) {
        const element = part("reply");
        fill(element, view);
        fillPieces(element.querySelector("[data-pieces]"), view.pieces);
        element.querySelector("[data-edit-reply]").href = `${permalink}?reply=${view.id}`;
        return element;
    }

    function update(note, view) {
        const { element } = note;
        const { anchor, replies, permalink } = view;
        const quote = anchor ? (anchor.detached ? anchor.made.quote : anchor.quote) : "";
        note.view = view;
        note.words = anchor && { version: anchor.version, from: anchor.from, to: anchor.to };
        note.gone = Boolean(anchor?.detached);
        note.done = !view.open;
        note.kind = view.open ? "opinion" : "opinion-done";
        const head = { who: view.source || view.author, state: view.open ? "" : view.state_label, reply_count: replies.length ? words.replies.replace("{n}", replies.length) : "" };
        fill(element, { ...view, ...head, quote, gone: note.gone });
        fillPieces(element.querySelector("[data-pieces]"), view.pieces);
        element.classList.toggle("done", note.done);
        element.querySelector(".note-quote").hidden = !quote;
        if (note.gone) element.querySelector("[data-then]").href = `/sections/${note.section.id}/history?version=${anchor.made.version}`;
        element.querySelector("[data-permalink]").href = permalink;
        element.querySelector("[data-edit]").href = `${permalink}?edit=1`;
        element.querySelector("[data-replies]").replaceChildren(...replies.map((one) => reply(one, permalink)));
        for (const form of element.querySelectorAll("[data-when]")) form.hidden = form.dataset.when !== view.state;
        tellSeen("comments", note);
        return note;
    }

    function act(note, form) {
        const tell = teller(form);
        let busy = false;
        form.action = `/comments/${note.number}/${form.dataset.action}`;
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            if (busy) return;
            busy = true;
            try {
                update(note, await (await post(form, new URLSearchParams(new FormData(form)))).json());
                form.reset();
                tell("");
                if (form.hidden) note.element.querySelector(".note-open").focus();
            } catch (failure) {
                tell(words.failed, failure);
            }
            busy = false;
            changed();
        });
    }

    function unfold(note, open) {
        const { element } = note;
        const field = element.querySelector("textarea");
        element.querySelector("[data-more]").hidden = !open;
        element.classList.toggle("unfolded", open);
        element.querySelector(".note-open").setAttribute("aria-expanded", String(open));
        if (!open) return;
        tellSeen("comments", note);
        if (field && !field.id) {
            field.id = `note-reply-${note.number}`;
            element.querySelector("label").htmlFor = field.id;
            mention(field);
        }
    }

    function create(section, view) {
        const element = part("opinion");
        const note = { key: `opinion-${view.id}`, number: view.id, section, element, ranges: [] };
        for (const form of element.querySelectorAll("form")) act(note, form);
        note.said = (quote) => quote && (element.querySelector(".note-quote").textContent = quote);
        note.unfold = (open) => unfold(note, open);
        note.isWritten = () => Boolean(element.querySelector("textarea")?.value.trim());
        known.set(view.id, note);
        return note;
    }

    return {
        event: "comment",
        async load(section) {
            const views = [];
            for (let path = `/sections/${section.id}/comments`; path; ) {
                const page = await getJson(path);
                views.push(...page.comments);
                path = page.next;
            }
            return views.map((view) => update(known.get(view.id) ?? create(section, view), view));
        },
    };
}
