// A cell's words, lightly set: strong is strong, a link underlined, and the marks that say so are not seen.
import language from "./language.js";

const ELEMENTS = {
    StrongEmphasis: ["strong", "writing-strong"],
    Emphasis: ["em", "writing-emphasis"],
    Strikethrough: ["s", "writing-strike"],
    InlineCode: ["code", "writing-code"],
    Link: ["span", "writing-link"],
    URL: ["span", "writing-link"],
    FootnoteReference: ["span", "writing-footnote"],
};
const MARKS = /Mark$|^LinkTitle$|^LinkLabel$/;

const nameOf = ({ type }) => language.parser.nodeSet.types[type].name;

function addWords(parent, words) {
    for (const [i, part] of words.split(/<br\s*\/?>/i).entries()) {
        if (i) parent.append(document.createElement("br"));
        parent.append(part);
    }
}

function add(parent, words, elements, from, to, inLink) {
    let at = from;
    for (const element of elements) {
        const name = nameOf(element);
        addWords(parent, words.slice(at, element.from));
        at = element.to;
        if (MARKS.test(name) || (inLink && name === "URL")) continue;
        if (name === "Escape") {
            parent.append(words.slice(element.from + 1, element.to));
            continue;
        }
        const [tag, look] = ELEMENTS[name] ?? ["span", ""];
        const child = document.createElement(tag);
        child.className = look;
        add(child, words, element.children ?? [], element.from, element.to, name === "Link" || name === "Image");
        parent.append(child);
    }
    addWords(parent, words.slice(at, to));
}

export default function setWords(parent, words) {
    parent.replaceChildren();
    add(parent, words, language.parser.parseInline(words, 0), 0, words.length, false);
}
