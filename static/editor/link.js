// Ties an editor to the server: what is written here goes there by itself, what others write comes here, and whatever happens to the network, the session or
// the section, nothing that was typed is lost. This file decides what each event means; sync.js pushes and pulls, pending.js keeps on this device.
import { collab, sendableUpdates, getSyncedVersion } from "@codemirror/collab";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import { drop } from "../js/kept.js";
import post, { Refused } from "../js/post.js";
import saying from "../js/saying.js";
import stream from "../js/stream.js";
import company from "./company.js";
import { afterComposition, held, wholeCharacters } from "./hold.js";
import leftovers from "./leftovers.js";
import peers from "./peers.js";
import pending from "./pending.js";
import presence from "./presence.js";
import signIn from "./sign_in.js";
import stateLine from "./state_line.js";
import sync from "./sync.js";

const AGAIN = 5000; // ms until the text is asked for once more

const newName = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Others' changes still come; of this person's no key and no tool makes one.
const readOnly = [
    EditorState.readOnly.of(true),
    EditorState.changeFilter.of((transaction) => Boolean(transaction.annotation(Transaction.remote))),
    EditorView.contentAttributes.of({ "aria-readonly": "true" }),
];

// start: the text of the form's base_version.
function begin(view, start, form, { client, others, shared, open }) {
    const section = Number(form.dataset.section);
    const user = Number(form.dataset.user);
    const line = stateLine(form);
    const message = saying(form);
    const meet = company(document.querySelector("[data-here]"), user);
    let confirmed = start; // the text of the version the server has, as far as it is known here
    let savedAt = 0;
    let barred = ""; // why nothing can be written: "locked", "stopped", or "parted" while the text is asked for anew
    let signedOut = false;
    let waiting = []; // for everything to be saved

    const unsaved = () => sendableUpdates(view.state).length > 0;

    function unconfirmed() {
        const updates = sendableUpdates(view.state).map(({ changes }) => changes);
        if (!updates.length || barred === "parted") return null;
        return { text: view.state.doc.toString(), base: getSyncedVersion(view.state), from: confirmed.toString(), updates };
    }

    const store = pending(form.dataset.keep, client, unconfirmed);

    function kind() {
        if (barred) return barred === "locked" ? "locked" : "stopped";
        if (signedOut) return "signedOut";
        if (way.failing) return store.kept ? "offline" : "unkept";
        if (unsaved()) return "saving";
        return savedAt ? "saved" : "clean";
    }

    function tell() {
        const now = kind();
        line.show(now, savedAt);
        if (now === "saving") return;
        for (const answer of waiting.splice(0)) answer(now === "saved" || now === "clean");
    }

    function bar(why) {
        if (Boolean(why) !== Boolean(barred)) view.dispatch({ effects: open.reconfigure(why ? readOnly : []) });
        barred = why;
        if (why) here.leave();
        else here.say();
        tell();
    }

    // With its first words a section is begun.
    function begun() {
        const stamp = document.querySelector("[data-stamp].outline");
        if (!stamp) return;
        stamp.classList.replace("outline", "drafting");
        stamp.textContent = stamp.dataset.begun;
    }

    // The text as the server has it takes the place of the one here, which is kept and offered.
    function restart({ text, version, locked }) {
        view.dispatch({ effects: shared.reconfigure([]) });
        view.dispatch({
            changes: { from: 0, to: view.state.doc.length, insert: text },
            annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
            filter: false,
        });
        view.dispatch({ effects: shared.reconfigure(collab({ startVersion: version, clientID: client })) });
        confirmed = view.state.doc;
        others.forget(view);
        bar(locked ? "locked" : "");
        if (!locked) way.resume();
    }

    async function ask() {
        const answer = await fetch(`/sections/${section}/text`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!answer.ok) throw new Error(`the text was not given: ${answer.status}`);
        return answer.json();
    }

    // then(): what is to be done after it.
    async function reload(then) {
        const now = await ask().catch(() => null);
        if (!now) return setTimeout(reload, AGAIN, then);
        restart(now);
        then?.();
    }

    function refused(trouble) {
        const error = trouble.view?.error ?? { message: line.words.parted, text: line.words.partedText };
        store.write();
        if (error.code === "locked") return bar("locked");
        form.dataset.kept = store.kept ? "yes" : "no";
        message.failed("refused", error);
        if (trouble.status === 403 || trouble.status === 404) return bar("stopped");
        const rest = unconfirmed();
        if (rest) old.show(store.aside(rest));
        bar("parted");
        store.write(); // nothing of it is pushed any more
        reload();
    }

    // The form came back with a text that is not that of its version: it is put into what there is now.
    function adopt() {
        const entry = store.aside({ text: start.toString(), base: form.elements.base_version.value });
        bar("parted");
        reload(async () => {
            if (await putBack(entry)) drop(entry.key);
            else old.show(entry);
        });
    }

    // Somebody has made the section final, or opened it again.
    async function look() {
        const { locked } = await ask();
        if (locked && !barred) bar("locked");
        if (locked || barred !== "locked") return;
        bar("");
        way.resume();
    }

    // Put together with what others wrote since, as every save is.
    async function putBack({ base, text }) {
        const body = new FormData();
        body.set("base_version", base);
        body.set("text", text);
        body.set("user", user);
        try {
            await post(form, body);
        } catch (trouble) {
            if (trouble instanceof Refused && trouble.status !== 401) message.failed("refused", trouble.view?.error);
            else message.failed(trouble.status === 401 ? "signed_out" : "offline");
            tell();
            return false;
        }
        message.nothingWrong();
        way.again();
        return true;
    }

    const told = {
        received(updates) {
            for (const { changes, client: author } of updates) {
                confirmed = changes.apply(confirmed);
                if (author === client) savedAt = Date.now();
            }
            others.wrote(view, updates);
            store.touch();
            begun();
            tell();
        },
        reached() {
            if (signedOut && dialog.close()) view.focus();
            signedOut = false;
            tell();
        },
        lost: tell,
        signedOut() {
            signedOut = true;
            store.write();
            dialog.open();
            tell();
        },
        refused,
    };

    const way = sync(section, user, { get state() { return view.state; }, get held() { return held(view); }, dispatch: (transaction) => view.dispatch(transaction) }, told);
    const here = presence(section, client, view, () => !barred && !signedOut);
    const dialog = signIn(document.querySelector("dialog[data-sign-in]"), user, () => {
        events.again();
        way.again();
    });
    const old = leftovers(form, section, user, {
        older: ({ base }) => Number(base) !== getSyncedVersion(view.state),
        brought() {
            line.say(line.words.brought);
            way.again();
        },
        put: putBack,
    });

    const heard = {
        open: way.again,
        lost: way.again,
        reset: way.again,
        update: (update) => update.section === section && way.hear(update),
        section: ({ what }) => what === "state" && look().catch(() => {}),
        presence({ section: where, people }) {
            if (where !== section) return;
            meet(people);
            others.hear(view, people);
        },
    };
    const events = stream([section], (name, data) => {
        heard[name]?.(data);
        form.dispatchEvent(new CustomEvent("heard", { detail: { name, data } }));
    });

    window.addEventListener("pagehide", () => {
        store.write();
        way.leave();
    });
    window.addEventListener("beforeunload", (event) => {
        store.write();
        if (unsaved() && !store.kept) event.preventDefault();
    });
    if ("unsaved" in form.dataset) adopt();
    else here.say();
    tell();

    return {
        // What was written or moved here.
        heed({ docChanged, selectionSet, transactions }) {
            if (docChanged && transactions.some((transaction) => !transaction.annotation(Transaction.remote))) {
                store.touch();
                way.flush();
                tell();
            }
            if ((docChanged || selectionSet) && !barred) here.moved();
        },
        free() {
            others.show(view);
            way.flush();
        },
        synced() {
            if (barred === "parted") return null;
            return { version: getSyncedVersion(view.state), since: sendableUpdates(view.state).map(({ changes }) => changes) };
        },
        async save() {
            way.again();
            const done = unsaved() ? await new Promise((answer) => waiting.push(answer)) : ["", "locked"].includes(barred);
            if (done && !barred) line.confirm(savedAt || Date.now());
            return done;
        },
    };
}

/**
 * extension: for the editor, whose text is that of the form's base_version. save(): resolves, true when all that was written has been saved; false when
 * that cannot be now. synced(): the version that the server has, as far as it is known here, and the changes made to it since, in order; null while the text is
 * asked for anew. The form is
 * told of every event of the stream once the text has it: "heard" {name, data}.
 */
export default function link(form) {
    const client = newName();
    const parts = { client, others: peers(client), shared: new Compartment(), open: new Compartment() };
    let linked = null;
    return {
        extension: [
            parts.shared.of(collab({ startVersion: Number(form.elements.base_version.value), clientID: client })),
            parts.open.of([]),
            parts.others.extension,
            wholeCharacters,
            afterComposition(() => linked.free()),
            EditorView.updateListener.of((update) => linked?.heed(update)),
            ViewPlugin.define((view) => {
                const start = view.state.doc;
                queueMicrotask(() => (linked = begin(view, start, form, parts)));
                return {};
            }),
        ],
        save: () => linked.save(),
        synced: () => linked.synced(),
    };
}
