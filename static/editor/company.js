// Who else is in this section's editor: initials in the head of the editor, and beneath them all the names for those who point at them, touch them or hear them.
import { look } from "./peers.js";

const MOST = 3; // initials

const initial = (name) => [...new Intl.Segmenter("ja").segment(name)][0]?.segment ?? "";

function face(letters, kind) {
    const round = document.createElement("span");
    round.className = `here-person ${kind}`;
    round.textContent = letters;
    round.ariaHidden = "true";
    return round;
}

const faceOf = ({ user, user_id: id }) => face(initial(user), look(id));

function item(person) {
    const name = document.createElement("li");
    name.append(faceOf(person), person.user);
    return name;
}

/** place: the element for it. me: the id of the person who reads. Gives a function that is told who is here. */
export default function company(place, me) {
    let shown = "";
    return (people) => {
        const others = [...new Map(people.filter((person) => person.user_id !== me).map((person) => [person.user_id, person])).values()];
        const names = JSON.stringify(others.map(({ user, user_id: id }) => [id, user]));
        if (names === shown) return;
        shown = names;
        const faces = others.slice(0, MOST).map(faceOf);
        if (others.length > MOST) faces.push(face(`+${others.length - MOST}`, ""));
        place.querySelector(".here-row").replaceChildren(...faces);
        place.querySelector("ul").replaceChildren(...others.map(item));
        place.hidden = others.length === 0;
    };
}
