// While a name is typed behind @ in a field, those it may become are offered: arrows, Enter and Tab, a click or a touch choose one, Escape goes on without.
// The field stays a text field: the list speaks through aria-activedescendant, and how many there are is said once.
const MOST = 50; // names in the list
const NAME_LIMIT = 40; // characters behind the @ that may still be a name

let people; // what the server said, once a page

function load() {
    people ??= fetch("/people", { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : { people: [] }))
        .then((view) => [...new Set(view.people.map(({ name }) => name))])
        .catch(() => {
            people = undefined; // asked for again at the next @
            return [];
        });
    return people;
}

const folded = (text) => text.normalize("NFKC").toLowerCase();

/** Where the name that is typed begins, behind its @, and what there is of it; null when none is. */
function typed(field) {
    const before = field.value.slice(0, field.selectionEnd);
    const at = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
    if (at < 0 || field.selectionStart !== field.selectionEnd) return null;
    const name = before.slice(at + 1);
    if (name.length > NAME_LIMIT || name.includes("\n") || /[0-9a-z]/i.test(before[at - 1] ?? "")) return null;
    return { from: at + 1, name };
}

function makeList(field) {
    const list = document.createElement("ul");
    list.className = "mention-list";
    list.id = `${field.id}-names`;
    list.role = "listbox";
    list.setAttribute("aria-label", field.dataset.people);
    list.hidden = true;
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.role = "status";
    const place = document.createElement("div");
    place.className = "mention";
    field.before(place);
    place.append(field, list, said);
    return { list, said };
}

export default function mention(field) {
    const { list, said } = makeList(field);
    let chosen = -1;
    let given = null; // the @ for which no name was wanted
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", list.id);

    function point(to) {
        chosen = to;
        for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === to));
        const option = list.children[to];
        if (!option) return field.removeAttribute("aria-activedescendant");
        field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
    }

    function close() {
        list.hidden = true;
        said.textContent = "";
        point(-1);
    }

    function open(names) {
        list.replaceChildren(
            ...names.map((name, i) => {
                const option = document.createElement("li");
                option.role = "option";
                option.id = `${list.id}-${i}`;
                option.dataset.name = name;
                const text = document.createElement("bdi");
                text.textContent = name;
                option.append(text);
                return option;
            }),
        );
        if (list.hidden) said.textContent = field.dataset.found.replace("{count}", names.length);
        list.hidden = false;
        point(0);
    }

    async function offer() {
        const now = typed(field);
        if (!now || now.from === given) return close();
        given = null;
        const all = await load();
        const still = typed(field);
        if (still?.from !== now.from || document.activeElement !== field) return close();
        const wanted = folded(still.name);
        const names = all.filter((name) => folded(name).includes(wanted)).slice(0, MOST);
        const isWhole = names.length === 1 && names[0] === still.name;
        if (names.length === 0 || isWhole) return close();
        return open(names);
    }

    function choose(option) {
        const now = typed(field);
        close();
        if (!now || !option) return;
        given = now.from;
        field.focus();
        field.setRangeText(`${option.dataset.name} `, now.from, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    const keys = {
        ArrowDown: () => point((chosen + 1) % list.children.length),
        ArrowUp: () => point((chosen + list.children.length - 1) % list.children.length),
        Enter: () => choose(list.children[chosen]),
        Tab: () => choose(list.children[chosen]),
        Escape() {
            given = typed(field)?.from ?? null;
            close();
        },
    };

    field.addEventListener("keydown", (event) => {
        const plain = !event.isComposing && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
        if (list.hidden || !plain || !keys[event.key]) return;
        event.preventDefault();
        event.stopPropagation();
        keys[event.key]();
    });
    for (const name of ["input", "click", "compositionend"]) field.addEventListener(name, offer);
    field.addEventListener("keyup", ({ key }) => /^(Arrow(Left|Right)|Home|End)$/.test(key) && offer());
    field.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", ({ target }) => choose(target.closest("[role=option]")));
}
