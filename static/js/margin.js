// The margin of a chapter: what people say about its words stands beside them, live. Notes come when their section comes near the view, from sources
// (opinions.js, suggestions.js), each {event, load(section), found(section, map)}: what tells that a section has other ones, what gives them, see
// margin_section.js, and what hears where the text shows them.
import MarginBoard from "./margin_board.js";
import MarginSection, { getJson } from "./margin_section.js";
import marginLook from "./margin_look.js";
import marginSheet from "./margin_sheet.js";
import marginWriting from "./margin_writing.js";
import opinions from "./opinions.js";
import placeChildren from "./place_children.js";
import stream from "./stream.js";
import suggestions from "./suggestions.js";

const NARROW = matchMedia("(max-width: 89.99rem)"); // as in 62-margin.css
const PAUSE = 700; // ms without an update before a text is made new
const WATCHED = 50; // sections a stream can tell of

/** Puts a section's notes where they belong: into the margin, or, those whose words are gone, below the text. */
function home(section) {
    const from = ({ words }) => words?.from ?? -1;
    const standing = section.standing.sort((a, b) => from(a) - from(b));
    const gone = section.notes.filter((note) => note.gone);
    for (const { element } of gone) element.style.translate = "";
    placeChildren(section.list, [section.lines, ...standing.map(({ element }) => element)]);
    placeChildren(section.gone.querySelector("[data-notes]"), gone.map(({ element }) => element));
    section.gone.querySelector("[data-count]").textContent = gone.length;
    section.gone.hidden = !gone.length;
    section.list.hidden = !standing.length;
}

export default function margin(root) {
    const part = (name) => root.querySelector(`[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
    const reader = root.closest(".reader");
    const sections = [...reader.querySelectorAll("[data-section]")].map((element) => new MarginSection(element, part));
    const byId = new Map(sections.map((section) => [section.id, section]));
    const board = new MarginBoard(reader.querySelector(".reader-text"), sections, { folded: NARROW, part, open: (...given) => look.open(...given) });
    const sheet = marginSheet(root.querySelector("[data-sheet]"), (section) => {
        home(section);
        board.arrange();
    });
    const look = marginLook(reader, sections, { board, sheet, folded: NARROW, home });
    const common = { part, words: root.dataset, changed: () => board.arrange() };
    const turn = reader.querySelector("[data-suggestions]");
    const sources = [opinions(common), suggestions({ ...common, turn, reload: (section) => load(section) })];
    const stale = new Set(); // sections whose text has changed
    let timer = 0;

    async function load(section) {
        section.again = Boolean(section.loading);
        if (section.again) return section.loading;
        section.loading = section.load(sources).catch(() => (section.seen = false)); // it is asked for again when it is heard of
        await section.loading;
        section.loading = null;
        look.loaded(section);
        if (section.isOld) changed(section);
        return section.again ? load(section) : null;
    }

    /** Shows the texts that have changed, but where somebody has chosen words of one at this moment. */
    async function renew() {
        const now = await getJson(location.pathname).catch(() => null);
        for (const view of now?.sections ?? []) {
            const section = byId.get(view.id);
            if (!stale.has(section) || section.isChosen) continue;
            stale.delete(section);
            section.show(view);
            if (section.seen) load(section);
        }
        if (stale.size) timer = setTimeout(renew, 2 * PAUSE);
    }

    function changed(section) {
        stale.add(section);
        clearTimeout(timer);
        timer = setTimeout(renew, PAUSE);
    }

    let wasOpen = false;
    const again = () => sections.forEach(changed); // whatever may have been missed
    const heard = {
        open() {
            if (wasOpen) again();
            wasOpen = true;
        },
        reset: again,
        update: ({ section, version }) => byId.has(section) && version > byId.get(section).version && changed(byId.get(section)),
    };
    for (const { event } of sources) heard[event] = ({ section }) => byId.get(section)?.seen && load(byId.get(section));
    stream([...byId.keys()].slice(0, WATCHED), (name, data) => heard[name]?.(data));

    const nearing = new IntersectionObserver(
        (entries) => {
            for (const { isIntersecting, target } of entries) {
                if (!isIntersecting) continue;
                nearing.unobserve(target);
                load(byId.get(Number(target.dataset.section)));
            }
        },
        { rootMargin: "100% 0px" },
    );
    for (const section of sections) nearing.observe(section.element);

    if (root.querySelector('[data-part="form"]')) marginWriting(root, sections, { part, look, sheet, folded: NARROW, load, home });
}
