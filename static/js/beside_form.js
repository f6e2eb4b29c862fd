// Writing an opinion in the editor: about words that are chosen in the text, or about the whole section. What is written is kept on this device until it is
// sent or given up.
import { drop, entries, store } from "./kept.js";
import marginChoice, { isShortcut } from "./margin_choice.js";
import marginForm from "./margin_form.js";

/** As beside.js has them: pane, section, marks, sheet, narrow, part, load, say; view and save: of the editor. */
export default function besideForm(root, { view, save, pane, section, marks, sheet, narrow, part, load, say }) {
    const { keep: key, ...words } = root.dataset;
    const place = pane.querySelector("[data-form]");
    const draft = { kind: "draft", element: part("form"), words: null, gone: false, isDraft: true };
    let isOpen = false;
    let isMarked = false; // its words are in the text here
    let toldHow = false;
    let opener = null;

    function begin(at) {
        isOpen = true;
        isMarked = Boolean(at);
        if (at) {
            marks.put(draft, at);
            marks.look(draft);
        } else marks.take(draft);
        if (narrow.matches) {
            sheet.open(section, [draft], { stays: true });
            return;
        }
        pane.open = true;
        place.replaceChildren(draft.element);
    }

    function leave() {
        isOpen = false;
        isMarked = false;
        marks.take(draft);
        draft.element.remove();
        sheet.close();
        if (opener?.isConnected) opener.focus();
        else view.focus();
    }

    function close({ keep: isKept }) {
        if (!isKept) {
            draft.element.reset();
            drop(key);
        }
        leave();
    }

    async function sent() {
        drop(key);
        leave();
        say(words.added);
        await load();
    }

    // Not before the server has all of the text that the words may be in.
    async function where(kept) {
        if (!isMarked) return kept;
        if (!(await save())) throw new Error("the text is not saved");
        return marks.there(draft);
    }

    const form = marginForm(draft.element, { words, show() {}, close, sent, where });

    function keep() {
        const { kept } = form;
        if (!kept) return drop(key);
        store(key, { ...kept, about: (isMarked && marks.there(draft)) || kept.about, section: section.id, at: Date.now() });
    }

    function write(from) {
        const { main } = view.state.selection;
        const isAll = main.empty || marks.version === undefined;
        opener = from;
        begin(isAll ? null : { from: main.from, to: main.to });
        if (isAll) form.byList(section, null);
        else form.aboutWords(section, marks.there(draft), view.state.sliceDoc(main.from, main.to));
        form.focus(); // before the cursor is moved, which would lead into a table's cell
        if (narrow.matches) marks.go(draft, "start");
        else {
            view.dispatch({ selection: { anchor: main.to } });
            draft.element.scrollIntoView({ block: "nearest", behavior: "instant" });
        }
        keep();
    }

    function goOn() {
        const kept = entries(key).find((entry) => entry.key === key);
        if (!kept) return;
        const isHere = kept.about && kept.about.version === marks.version; // else the server finds the words
        form.put(kept);
        begin(isHere ? marks.here(kept.about) : null);
        if (kept.about) form.aboutWords(section, kept.about, kept.quoted);
        else form.byList(section, null);
    }

    draft.element.addEventListener("input", keep);
    sheet.element.addEventListener("closed", () => isOpen && leave());
    pane.querySelector("[data-write]").addEventListener("click", ({ currentTarget }) => write(currentTarget));
    marginChoice(root.querySelector("[data-add]"), {
        sectionOf: () => (view.hasFocus && !view.state.selection.main.empty ? section : undefined),
        ready() {},
        take: () => write(null),
        tell() {
            if (!toldHow) say(words.chosen);
            toldHow = true;
        },
    });
    // The words of a table's cell are selected in a field of its own.
    view.dom.addEventListener("keydown", (event) => {
        if (view.hasFocus || !isShortcut(event) || view.state.selection.main.empty) return;
        event.preventDefault();
        write(event.target);
    });
    goOn();

    return {
        /** The note that is being written, if it has words in the text. */
        get notes() {
            return isMarked ? [draft] : [];
        },
        /** The text has changed: of the words nothing may be left. */
        moved() {
            if (!isOpen || !isMarked || !marks.isEmpty(draft)) return;
            isMarked = false;
            marks.take(draft);
            form.byList(section, null);
            say(words.none);
        },
    };
}
