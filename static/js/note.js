// What the notes of opinions and of suggestions have in common: their words put into their places, and that they were read.
/** What people wrote, with the names they call. */
export function fillPieces(element, pieces) {
    element.replaceChildren(
        ...pieces.map(({ text, called }) => {
            if (!called) return text;
            const name = document.createElement("b");
            name.className = "comment-call";
            name.textContent = text;
            return name;
        }),
    );
}

/** Puts values into the places of an element that ask for them. */
export function fill(element, values) {
    for (const place of element.querySelectorAll("[data-text]")) if (place.dataset.text in values) place.textContent = values[place.dataset.text] ?? "";
    for (const place of element.querySelectorAll("[data-if]")) if (place.dataset.if in values) place.hidden = !values[place.dataset.if];
}

/** Others' words are read once they are unfolded, also those that come while they are; one that does not arrive is told at the next time. of: "comments" or
 * "suggestions". */
export function tellSeen(of, { element, view: { id, unread, last_reply: reply } }) {
    if (!unread || !element.classList.contains("unfolded") || document.hidden) return;
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    fetch("/comments/seen", { method: "POST", headers, body: JSON.stringify({ [of]: [{ id, reply }] }), keepalive: true }).catch(() => {});
}
