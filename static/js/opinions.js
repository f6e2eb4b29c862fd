// The opinions of a section as notes of its margin: threads with replies, which are resolved and opened again where they stand.
import post, { teller } from "./post.js";
import { getJson } from "./margin_section.js";

function fill(element, values) {
    for (const place of element.querySelectorAll("[data-text]")) {
        const value = values[place.dataset.text];
        if (value !== undefined) place.textContent = value;
    }
}

/** part(name): a new element. words: sentences of the margin. changed(note, section): it has become higher or lower, or another state. */
export default function opinions({ part, words, changed }) {
    const known = new Map(); // id → note

    function fillReplies(list, replies) {
        list.replaceChildren(
            ...replies.map((reply) => {
                const element = part("reply");
                fill(element, reply);
                return element;
            }),
        );
    }

    function update(note, view) {
        const { element } = note;
        const { anchor, replies } = view;
        const quote = anchor ? (anchor.detached ? anchor.made.quote : anchor.quote) : "";
        note.words = anchor && { version: anchor.version, from: anchor.from, to: anchor.to };
        note.gone = Boolean(anchor?.detached);
        note.done = !view.open;
        note.kind = view.open ? "opinion" : "opinion-done";
        fill(element, { ...view, quote, reply_count: replies.length ? words.replies.replace("{n}", replies.length) : "", state_label: view.open ? "" : view.state_label });
        element.classList.toggle("done", note.done);
        element.querySelector(".note-quote").hidden = !quote;
        element.querySelector("[data-gone]").hidden = !note.gone;
        if (note.gone) element.querySelector("[data-then]").href = `/sections/${note.section.id}/history?version=${anchor.made.version}`;
        element.querySelector("[data-permalink]").href = view.permalink ?? `/sections/${note.section.id}/comments?at=${view.id}#c${view.id}`;
        for (const form of element.querySelectorAll("[data-when]")) form.hidden = form.dataset.when !== view.state;
        fillReplies(element.querySelector("[data-replies]"), replies);
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
            changed(note);
        });
    }

    function create(section, view) {
        const element = part("opinion");
        const note = { key: `opinion-${view.id}`, number: view.id, section, element, ranges: [] };
        const more = element.querySelector("[data-more]");
        const label = element.querySelector("[data-reply-label]");
        element.id = `note-${view.id}`;
        if (label) {
            label.htmlFor = `note-reply-${view.id}`;
            element.querySelector("textarea").id = label.htmlFor;
        }
        for (const form of element.querySelectorAll("form")) act(note, form);
        note.said = (quote) => quote && (element.querySelector(".note-quote").textContent = quote);
        note.unfold = (open) => {
            more.hidden = !open;
            element.classList.toggle("unfolded", open);
            element.querySelector(".note-open").setAttribute("aria-expanded", String(open));
        };
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
