// Who else is in this section's editor: initials above the text, with the whole name for those who point at them or hear them.
import { look } from "./peers.js";

const initial = (name) => [...new Intl.Segmenter("ja").segment(name)][0]?.segment ?? "";

function item({ user, user_id: id }) {
    const person = document.createElement("li");
    person.className = `here-person ${look(id)}`;
    person.title = user;
    const short = document.createElement("span");
    short.ariaHidden = "true";
    short.textContent = initial(user);
    const whole = document.createElement("span");
    whole.className = "visually-hidden";
    whole.textContent = user;
    person.append(short, whole);
    return person;
}

/** list: the element for it. me: the id of the person who reads. Gives a function that is told who is here. */
export default function company(list, me) {
    let shown = "";
    return (people) => {
        const others = new Map(people.filter((person) => person.user_id !== me).map((person) => [person.user_id, person]));
        const names = JSON.stringify([...others.values()].map(({ user, user_id: id }) => [id, user]));
        if (names === shown) return;
        shown = names;
        list.querySelector("ul").replaceChildren(...[...others.values()].map(item));
        list.hidden = others.size === 0;
    };
}
