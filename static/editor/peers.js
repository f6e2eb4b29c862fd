// The others in this text: their cursors and what they have chosen, with their names. All of it is drawn in layers over and under the text and never in
// it, so that no input method is disturbed; screen readers hear who is here from the list above the text (company.js).
import { getSyncedVersion, sendableUpdates } from "@codemirror/collab";
import { EditorSelection, StateEffect, StateField } from "@codemirror/state";
import { RectangleMarker, layer } from "@codemirror/view";
import { held } from "./hold.js";

const LOOKS = 5; // peer-1 … peer-5 of 47-here.css
const REMEMBERED = 500; // updates through which a place can be mapped that was said before them

export const look = (userId) => `peer-${(userId % LOOKS) + 1}`;

const put = StateEffect.define();

// Where they are in the text as it stands here.
const places = StateField.define({
    create: () => [],
    update(value, { effects, docChanged, changes }) {
        for (const effect of effects) if (effect.is(put)) return effect.value;
        if (!docChanged) return value;
        return value.map((peer) => ({ ...peer, anchor: changes.mapPos(peer.anchor, -1), head: changes.mapPos(peer.head, -1) }));
    },
});

class Caret {
    /** width: of the sheet. */
    constructor({ left, top, height }, { user, look: name }, width) {
        Object.assign(this, { left, top, height, user, name, end: left > width / 2 });
    }
    eq(other) {
        return ["left", "top", "height", "user", "name", "end"].every((key) => this[key] === other[key]);
    }
    draw() {
        const caret = document.createElement("div");
        caret.className = `peer-caret ${this.name}`;
        caret.append(document.createElement("span"));
        caret.firstChild.className = "peer-name";
        caret.firstChild.textContent = this.user;
        caret.classList.toggle("peer-first", this.top < this.height);
        caret.classList.toggle("peer-end", this.end);
        for (const side of ["left", "top", "height"]) caret.style[side] = `${this[side]}px`;
        return caret;
    }
}

const changed = (update) => update.docChanged || update.geometryChanged || update.startState.field(places) !== update.state.field(places);

const carets = layer({
    above: true,
    class: "peer-carets",
    update: changed,
    markers: (view) => {
        const width = view.contentDOM.clientWidth;
        const at = ({ head }) => RectangleMarker.forRange(view, "", EditorSelection.cursor(head));
        return view.state.field(places).flatMap((peer) => at(peer).map((place) => new Caret(place, peer, width)));
    },
});

const choices = layer({
    above: false,
    class: "peer-choices",
    update: changed,
    markers: (view) =>
        view.state
            .field(places)
            .filter(({ anchor, head }) => anchor !== head)
            .flatMap((peer) => RectangleMarker.forRange(view, `peer-choice ${peer.look}`, EditorSelection.range(peer.anchor, peer.head))),
});

// The end of what an update wrote, which is where its author is.
function endOf(changes) {
    let end = 0;
    changes.iterChangedRanges((fromA, toA, fromB, toB) => (end = toB));
    return end;
}

/** client: this editor's own name, which is none of the others. */
export default function peers(client) {
    const said = new Map(); // client → {user, look, version, anchor, head}
    const log = []; // {version, changes}, in order

    function here(state, { version, anchor, head, ...rest }) {
        const since = log.filter((update) => update.version > version).concat(sendableUpdates(state));
        const place = (at) => since.reduce((mapped, { changes }) => changes.mapPos(Math.min(mapped, changes.length), -1), at);
        const within = (at) => Math.min(place(at), state.doc.length);
        return { ...rest, anchor: within(anchor), head: within(head) };
    }

    // Who is at a version that has not come yet is where he was.
    function show(view) {
        if (held(view)) return; // it is shown once that is over
        const known = [...said.values()].filter(({ version }) => version <= getSyncedVersion(view.state));
        if (!known.length && !view.state.field(places).length) return;
        view.dispatch({ effects: put.of(known.map((peer) => here(view.state, peer))) });
    }

    return {
        show,
        extension: [places, carets, choices],
        /** All who are in this section, as the server says. */
        hear(view, people) {
            const gone = new Set(said.keys());
            for (const { client: name, user, user_id: id, version, anchor, head } of people) {
                if (name === client) continue;
                gone.delete(name);
                if (version >= (said.get(name)?.version ?? 0)) said.set(name, { user, look: look(id), version, anchor, head });
            }
            for (const name of gone) said.delete(name);
            show(view);
        },
        /** Updates with their versions, just applied. */
        wrote(view, updates) {
            for (const { version, client: name, changes } of updates) {
                log.push({ version, changes });
                const end = endOf(changes);
                if (said.has(name)) Object.assign(said.get(name), { version, anchor: end, head: end });
            }
            log.splice(0, log.length - REMEMBERED);
            if (said.size) show(view);
        },
        forget(view) {
            log.length = 0;
            said.clear();
            show(view);
        },
    };
}
