// Writing an opinion on a reading page: words are selected, or a section's own button is pressed; the form stands beside the words like a note.
// What is written is kept on this device until it is sent or given up, and is there again when the page is.
import marginChoice from "./margin_choice.js";
import marginForm from "./margin_form.js";
import { drop, entries, store } from "./kept.js";

export default function marginWriting(root, sections, { part, look, sheet, folded, load, home }) {
    const words = root.dataset;
    const said = root.querySelector("[data-said]");
    const element = part("form");
    const draft = { key: "draft", number: "", element, ranges: [], words: null, gone: false, done: false, isDraft: true };
    let section = null; // it is written to
    let map = null;
    let opener = null;

    function say(sentence) {
        said.textContent = "";
        requestAnimationFrame(() => (said.textContent = sentence));
    }

    function show(place) {
        draft.words = place;
        draft.ranges = place && map ? map.toRanges(place.from, place.to) : [];
        if (!section?.draft) return;
        look.at(draft, { beside: true });
        if (!folded.matches) element.scrollIntoView({ block: "nearest", behavior: "instant" });
    }

    function keep() {
        const { kept } = form;
        if (kept) store(root.dataset.keep, { ...kept, section: section.id, at: Date.now() });
        else drop(root.dataset.keep);
    }

    function leave() {
        const was = section;
        section = null;
        draft.ranges = [];
        was.draft = null;
        sheet.close();
        home(was);
        look.at(null);
    }

    function close({ keep: isKept }) {
        if (!isKept) {
            element.reset();
            drop(root.dataset.keep);
        }
        leave();
        if (opener?.isConnected) opener.focus();
    }

    async function sent(to, view) {
        drop(root.dataset.keep);
        leave();
        say(words.added);
        await load(to);
        const note = to.notes.find(({ key }) => key === `opinion-${view.id}`);
        if (note && !folded.matches) look.open(to, [note]);
        else opener?.focus();
    }

    const form = marginForm(element, { words, show, close, sent });
    look.listen(draft);
    element.addEventListener("input", keep);

    function begin(to) {
        if (section && section !== to) leave();
        section = to;
        to.draft = draft;
        if (folded.matches) sheet.open(to, [draft], { stays: true });
        else home(to);
    }

    async function write(to, range) {
        map = await to.map().catch(() => null);
        map ??= await to.mapNow().catch(() => null);
        const place = range && map?.toSource(range);
        const quoted = range?.toString().trim();
        begin(to);
        if (place) form.aboutWords(to, place, quoted);
        else form.byList(to, map);
        if (range && !place) say(words.none);
        form.focus();
        keep();
    }

    /** What was not sent when the page was left. */
    async function goOn() {
        const kept = entries(root.dataset.keep).find(({ key }) => key === root.dataset.keep);
        const to = kept && sections.find(({ id }) => id === kept.section);
        if (!to) return;
        map = await to.map().catch(() => null);
        if (section) return; // another one was begun meanwhile
        if (kept.about?.version !== to.version) map = null; // the words stand elsewhere now; the server finds them
        form.put(kept);
        begin(to);
        if (kept.about) form.aboutWords(to, kept.about, kept.quoted);
        else form.byList(to, await to.map().catch(() => null));
    }

    for (const one of sections) {
        const button = one.element.querySelector(":scope > .section-head [data-write]");
        button?.addEventListener("click", () => {
            opener = button;
            write(one, null);
        });
    }

    marginChoice(root.querySelector("[data-add]"), {
        sectionOf: (range) => sections.find(({ prose }) => prose && range.intersectsNode(prose)),
        ready: (to) => to.map().catch(() => null), // of the words as they are on the page now
        take(range, to) {
            opener = document.activeElement === document.body ? null : document.activeElement;
            write(to, range);
        },
        tell: () => say(words.chosen),
    });

    goOn();
}
