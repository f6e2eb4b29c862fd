// Says to the server where in the section this editor is, for the others to see.
import { getSyncedVersion, sendableUpdates } from "@codemirror/collab";

const REPEAT = 15_000; // ms; who says nothing for 40 s is not there
const PAUSE = 500; // ms between two places

// A place of the editor's text in the text the server has.
function confirmed(state, at) {
    return sendableUpdates(state).reduceRight((place, { changes }) => changes.invertedDesc.mapPos(place, -1), at);
}

/** writes(): whether this editor can write, which is what the others are told. */
export default function presence(section, client, view, writes) {
    const url = `/sections/${section}/presence`;
    let timer = 0;
    let said = 0;
    let there = "";

    function word() {
        const { anchor, head } = view.state.selection.main;
        const [a, h] = [confirmed(view.state, anchor), confirmed(view.state, head)];
        return JSON.stringify({ client, version: getSyncedVersion(view.state), anchor: a, head: h });
    }

    const send = (body) =>
        fetch(url, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body })
            .then((answer) => answer.text())
            .catch(() => {});

    function say() {
        clearTimeout(timer);
        timer = 0;
        if (!writes() || document.hidden) return;
        said = Date.now();
        there = word();
        send(there);
    }

    function leave() {
        clearTimeout(timer);
        navigator.sendBeacon(url, new Blob([JSON.stringify({ client, leave: true })], { type: "application/json" }));
    }

    setInterval(() => Date.now() - said >= REPEAT - 1000 && say(), REPEAT);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", ({ persisted }) => persisted && say());
    document.addEventListener("visibilitychange", say);
    return {
        say,
        /** The cursor was moved. What others see move by the text itself is not said. */
        moved() {
            if (!timer && word() !== there) timer = setTimeout(say, PAUSE);
        },
        leave,
    };
}
