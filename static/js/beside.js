// Beside the text that is written: its open opinions and waiting suggestions, live, each with its words, to which it leads. The notes are those of a
// chapter's margin (opinions.js, suggestions.js); where there is no room beside the text, one that is chosen comes on a sheet.
import besideForm from "./beside_form.js";
import besideMarks from "./beside_marks.js";
import marginSheet from "./margin_sheet.js";
import opinions from "./opinions.js";
import placeChildren from "./place_children.js";
import suggestions from "./suggestions.js";

const NARROW = matchMedia("(max-width: 63.99rem)"); // as in 64-editor.css
const PAUSE = 700; // ms without a change before the notes whose words it touched are asked for

/** form: of the section. opened: its editor (static/editor/main.js). */
export default function beside(form, opened) {
    const pane = document.querySelector("[data-opinions]");
    const root = document.querySelector("[data-beside]");
    const part = (name) => root.querySelector(`[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
    const list = pane.querySelector("[data-notes]");
    const counts = pane.querySelectorAll("summary [data-of]");
    const said = root.querySelector("[data-said]");
    const section = { id: Number(form.dataset.section), version: 0, notes: [] };
    const known = new WeakSet();
    const common = { part, words: root.dataset, changed() {} };
    const sources = [opinions(common), suggestions({ ...common, turn: null, reload: load })];
    const sheet = marginSheet(root.querySelector("[data-sheet]"), arrange);
    const marks = besideMarks(opened, { moved, looked });
    let now = null; // the note that is looked at
    let loading = null;
    let again = false;
    let timer = 0;

    function say(sentence) {
        said.textContent = "";
        requestAnimationFrame(() => (said.textContent = sentence));
    }

    /** One that is resolved here stays while it is looked at. */
    const standing = () => section.notes.filter((note) => !note.done || note === now);

    const order = (note) => (note.gone ? Infinity : (marks.start(note) ?? -1));

    function arrange() {
        const notes = standing().sort((a, b) => order(a) - order(b));
        if (sheet.section) sheet.keep(notes);
        else placeChildren(list, notes.map(({ element }) => element));
        for (const count of counts) {
            const open = notes.filter(({ kind }) => kind === count.dataset.of).length;
            count.querySelector("[data-count]").textContent = open;
            count.hidden = !open;
        }
        pane.querySelector("[data-none]").hidden = notes.length > 0;
    }

    function looked(note) {
        now?.element.classList.remove("now");
        now = note;
        note?.element.classList.add("now");
    }

    function choose(note) {
        const isOpen = note.element.classList.contains("unfolded");
        if (now && now !== note && !now.isWritten?.()) now.unfold?.(false);
        note.unfold(!isOpen);
        marks.look(note);
        if (isOpen) return;
        marks.go(note, NARROW.matches ? "start" : "nearest");
        if (!NARROW.matches || sheet.section) return;
        sheet.open(section, [note]);
        note.element.querySelector(".note-open").focus({ preventScroll: true });
    }

    function listen(note) {
        known.add(note);
        note.element.querySelector(".note-open").addEventListener("click", () => choose(note));
    }

    async function ask() {
        const notes = (await Promise.all(sources.map((source) => source.load(section)))).flat();
        for (const note of notes) if (!known.has(note)) listen(note);
        section.notes = notes;
        if (now && !now.isDraft && !notes.includes(now)) marks.look(null);
        place();
    }

    function place() {
        marks.place([...section.notes.filter(({ done }) => !done), ...writing.notes]);
        arrange();
        if (section.notes.some(({ words }) => words?.version < marks.version)) later(); // an update came between the two
    }

    async function load() {
        again = Boolean(loading);
        if (again) return loading;
        loading = ask().catch(() => {}); // they are asked for again when they are heard of
        await loading;
        loading = null;
        return again ? load() : null;
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(load, PAUSE);
    }

    const isLost = (note) => note.words && !note.done && (marks.start(note) === undefined || (note.words.from < note.words.to && marks.isEmpty(note)));

    // Words that are gone may be back, those that came late can be found, and of others nothing may be left.
    function moved() {
        writing.moved();
        const { version } = marks;
        if (version === section.version) return;
        section.version = version;
        if (section.notes.some((note) => note.gone || isLost(note))) later();
    }

    const writing = besideForm(root, { ...opened, pane, section, marks, sheet, narrow: NARROW, part, load, say });

    form.addEventListener("heard", ({ detail: { name, data } }) => {
        const isOurs = sources.some(({ event }) => event === name) && data.section === section.id;
        if (isOurs || name === "open" || name === "reset") load();
    });
    NARROW.addEventListener("change", sheet.close);
    pane.hidden = false;
    load();
}
