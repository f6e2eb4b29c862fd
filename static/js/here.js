// Who writes where, on the desk: names beside a section (data-here-of), and beside its chapter those of all its sections (data-here-of with several ids).
import stream from "./stream.js";

export default function here(list) {
    const people = new Map(); // section → the names of those who are there
    const places = [...list.querySelectorAll("[data-here-of]")].map((place) => ({
        place,
        names: place.querySelector("[data-here-names]"),
        sections: place.dataset.hereOf.trim().split(" ").map(Number),
    }));

    function show() {
        for (const { place, names, sections } of places) {
            const there = new Set(sections.flatMap((id) => people.get(id) ?? []));
            const sentence = [...there].join(list.dataset.comma);
            if (names.textContent !== sentence) names.textContent = sentence;
            place.hidden = !sentence;
        }
    }

    const heard = {
        open() {
            people.clear(); // the stream says it anew
            show();
        },
        presence(data) {
            people.set(data.section, data.people.map(({ user }) => user));
            show();
        },
    };
    stream([], (name, data) => heard[name]?.(data));
}
