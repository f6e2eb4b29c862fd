// The row of buttons above the text: each writes the mark of its name around the chosen words or in front of the chosen lines.
import paragraph, { gap } from "./paragraph.js";
import replace from "./replace.js";

// Chosen words, or a sample that is chosen then, between two marks.
function around(before, after) {
    return (text, sample) => {
        const { selectionStart: start, selectionEnd: end, value } = text;
        const words = value.slice(start, end) || sample.word;
        replace(text, start, end, before + words + after);
        text.setSelectionRange(start + before.length, start + before.length + words.length);
    };
}

// Chosen words, or a sample, with a reading above them that is chosen then.
function ruby(text, sample) {
    const { selectionStart: start, selectionEnd: end, value } = text;
    const before = `｜${value.slice(start, end) || sample.word}《`;
    replace(text, start, end, `${before}${sample.reading}》`);
    text.setSelectionRange(start + before.length, start + before.length + sample.reading.length);
}

// A mark in front of each of the lines that are touched; an empty one gets a sample. mark: of the nth line, from 1
function lines(mark, sampleName) {
    return (text, sample) => {
        const { selectionStart, selectionEnd, value } = text;
        const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
        const behind = value.indexOf("\n", selectionEnd);
        const end = behind < 0 ? value.length : behind;
        const old = value.slice(start, end);
        let n = 0;
        const marked = old ? old.replace(/^.*\S.*$/gm, (line) => mark(++n) + line) : mark(1) + sample[sampleName];
        // a paragraph straight above would swallow a list or a heading; a list goes on
        const above = value.slice(0, start).split("\n").at(-2) ?? "";
        const apart = !above.trim() || /^\s*([-*+]|\d+[.)])\s/.test(above) ? "" : "\n";
        replace(text, start, end, apart + marked);
        const to = start + apart.length + marked.length;
        text.setSelectionRange(old ? to : to - sample[sampleName].length, to);
    };
}

// Lines in a paragraph of their own; what is first in them to be written over is chosen then.
function block(text, rows, first) {
    const lines = rows.join("\n");
    const start = paragraph(text, lines) + lines.indexOf(first);
    text.setSelectionRange(start, start + first.length);
}

const row = (...cells) => `| ${cells.join(" | ")} |`;

// A table of three rows and three columns, with a caption.
function table(text, sample) {
    const heads = [1, 2, 3].map((i) => `${sample.column}${i}`);
    const items = row(sample.item, sample.item, sample.item);
    block(text, [sample.table + sample.title, "", row(...heads), "|---|---|---|", items, items], sample.title);
}

// A table of numbers under a caption that makes a chart of it.
function chart(text, sample) {
    const numbers = [1, 2, 3].map((i) => row(`${sample.item}${i}`, i * 10));
    const rows = [row(sample.item, sample.number), "|---|---:|", ...numbers];
    block(text, [sample.chart + sample.title, "", ...rows], sample.title);
}

// The next free number behind the chosen words, and its note, ready to be written, at the end of the text.
function footnote(text, sample) {
    const used = [...text.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
    const mark = `[^${Math.max(0, ...used) + 1}]`;
    replace(text, text.selectionEnd, text.selectionEnd, mark);
    const { length } = text.value;
    replace(text, length, length, `${gap(text.value, "endsWith")}${mark}: ${sample.note}`);
    text.setSelectionRange(text.value.length - sample.note.length, text.value.length);
}

const marks = {
    heading: lines(() => "# ", "heading"),
    strong: around("**", "**"),
    list: lines(() => "- ", "item"),
    numbers: lines((n) => `${n}. `, "item"),
    table,
    chart,
    link: around("[", "](https://)"),
    footnote,
    ruby,
    strike: around("~~", "~~"),
};

// One stop of the Tab key for the whole row; the arrow keys lead along it.
function walkable(buttons) {
    for (const [i, button] of buttons.entries()) {
        button.tabIndex = i ? -1 : 0;
        button.addEventListener("focus", () => {
            for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
        });
        button.addEventListener("keydown", (event) => {
            const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: buttons.length - 1 }[event.key];
            if (to === undefined) return;
            event.preventDefault();
            buttons.at(to % buttons.length).focus();
        });
    }
}

export default function toolbar(form) {
    const tools = form.querySelector("[data-tools]");
    const buttons = [...tools.querySelectorAll("[data-mark]")];
    walkable(buttons);
    for (const button of buttons) {
        // some have a behaviour of their own
        button.addEventListener("click", () => marks[button.dataset.mark]?.(form.elements.text, tools.dataset));
    }
}
