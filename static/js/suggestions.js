// The suggestions that wait in a section as notes of its margin: what they would change is seen in the text, and they are discussed and decided where they stand.
import mention from "./mention.js";
import post, { teller } from "./post.js";
import { getJson } from "./margin_section.js";
import { fill, fillPieces, tellSeen } from "./note.js";
import * as text from "./suggested_text.js";

const marked = (name, words) => Object.assign(document.createElement(name), { textContent: words.replaceAll("\n", "↵") });
const wordsOf = ({ deleted, inserted }) => [...(deleted ? [marked("del", deleted)] : []), ...(inserted ? [marked("ins", inserted)] : [])];

function listItem(piece) {
    const item = document.createElement("li");
    item.append(...wordsOf(piece));
    return item;
}

// A box to tick for each of several pieces; for one alone a hidden field.
function choice(piece, i, several) {
    const box = Object.assign(document.createElement("input"), { type: several ? "checkbox" : "hidden", name: `piece${i}`, value: "1" });
    if (!several) return box;
    box.checked = true;
    const label = document.createElement("label");
    label.className = "choice";
    const words = document.createElement("span");
    words.lang = "ja";
    words.append(...wordsOf(piece));
    label.append(box, words);
    return label;
}

/** part, words, changed as opinions.js has them. reload(section): a decision was made. turn: the box by which the text is shown without them; null where the text does not show them. */
export default function suggestions({ part, words, changed, reload, turn }) {
    const known = new Map(); // id → note
    const sections = new Set(); // that have any
    const box = turn?.querySelector("input");

    function update(note, view) {
        const { element } = note;
        const several = view.pieces.length > 1;
        note.view = view;
        note.pieces = view.pieces;
        note.words = view.pieces.length ? { version: view.version, from: view.pieces[0].from, to: view.pieces.at(-1).to } : null;
        fill(element, { ...view, reply_count: view.replies.length ? words.replies.replace("{n}", view.replies.length) : "" });
        element.querySelector("[data-reason]").hidden = !view.reason;
        element.querySelector("[data-overlaps]").hidden = !view.overlaps;
        element.querySelector("[data-none]").hidden = view.pieces.length > 0;
        for (const link of element.querySelectorAll("[data-permalink]")) link.href = view.permalink;
        element.querySelector("[data-changes]").replaceChildren(...view.pieces.map(listItem));
        for (const part of element.querySelectorAll("[data-may]")) part.hidden = !view[part.dataset.may];
        const decide = element.querySelector("form[data-decide]");
        if (decide) {
            decide.elements.of.value = view.pieces.length;
            decide.querySelector("legend").hidden = !several;
            decide.querySelector("[data-choices]").replaceChildren(...view.pieces.map((piece, i) => choice(piece, i, several)));
        }
        element.querySelector("[data-replies]").replaceChildren(
            ...view.replies.map((reply) => {
                const item = part("reply");
                fill(item, { ...reply, may_edit: false });
                fillPieces(item.querySelector("[data-pieces]"), reply.pieces);
                return item;
            }),
        );
        tellSeen("suggestions", note);
        return note;
    }

    function act(note, form) {
        const tell = teller(form);
        let busy = false;
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            if (busy) return;
            busy = true;
            form.action = `/suggestions/${note.id}/${event.submitter.dataset.action}`;
            try {
                await post(form, new URLSearchParams(new FormData(form)));
                tell("");
                form.reset();
                await reload(note.section);
            } catch (failure) {
                tell(words.failed, failure);
            }
            busy = false;
            changed(note);
        });
    }

    function create(section, { id }) {
        const element = part("suggestion");
        const note = { key: `suggestion-${id}`, id, number: `${words.short}${id}`, kind: "suggestion", section, element, ranges: [], struck: [], gone: false, done: false };
        const more = element.querySelector("[data-more]");
        element.id = `suggestion-${id}`;
        for (const label of element.querySelectorAll("label[data-of]")) {
            label.htmlFor = `suggestion-${label.dataset.of}-${id}`;
            element.querySelector(`textarea[name=${label.dataset.of}]`).id = label.htmlFor;
        }
        for (const form of element.querySelectorAll("form")) act(note, form);
        note.unfold = (open) => {
            more.hidden = !open;
            element.classList.toggle("unfolded", open);
            element.querySelector(".note-open").setAttribute("aria-expanded", String(open));
            tellSeen("suggestions", note);
        };
        note.isWritten = () => [...element.querySelectorAll("textarea")].some((field) => field.value.trim());
        const field = element.querySelector("textarea[name=body]");
        if (field) mention(field);
        known.set(id, note);
        return note;
    }

    const own = (section) => section.notes.filter(({ kind }) => kind === "suggestion");

    // What of a note is struck through on the page.
    const strike = (note) => (note.marked = [["suggestion", box.checked ? note.struck.flat() : []]]);

    box?.addEventListener("change", () => sections.forEach((section) => reload(section)));

    return {
        event: "section",
        async load(section) {
            const { suggestions: views } = await getJson(`/sections/${section.id}/suggestions?state=waiting`);
            text.clear(section);
            return views.map((view) => update(known.get(view.id) ?? create(section, view), view));
        },
        /** The notes of a section have been found by its map; null when it has none. */
        found(section, map) {
            const notes = own(section);
            sections.delete(section);
            if (notes.length) sections.add(section);
            if (sections.size) turn.hidden = false; // once it is there it stays: nothing moves
            const placed = notes.filter((note) => map && note.words?.version === section.version);
            for (const note of notes) note.struck = [];
            text.find(placed, map);
            notes.forEach(strike);
            if (box.checked && placed.length) text.show(section, placed);
        },
    };
}
