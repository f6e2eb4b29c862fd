// The text looks like the document: what Markdown's marks say is seen in the type, the marks themselves only on the lines the cursor is on.
import { syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";

// The words of the document's own marks (include/kosshi/text/caption.h, src/text/markdown_figure.c): table, bar chart, line chart; source, material, note.
const CAPTION = /^(?:\u8868|\u68d2\u30b0\u30e9\u30d5|\u6298\u308c\u7dda\u30b0\u30e9\u30d5)[\uff1a:]/;
const SOURCE = /^(?:\u51fa\u5178|\u8cc7\u6599|\u6ce8)[\uff1a:]/;
const NOTE = /^\[\^[^\]\s]+\]:/;
const RUBY = /\uff5c([^\uff5c\u300a\u300b]+)\u300a([^\u300a\u300b]+)\u300b/g;

const kept = new Map(); // one decoration a class
const made = (make) => (names) => {
    const key = `${make.name} ${names}`;
    if (!kept.has(key)) kept.set(key, make({ class: names }));
    return kept.get(key);
};
const words = made(Decoration.mark);
const line = made(Decoration.line);
const away = Decoration.replace({});

class Bullet extends WidgetType {
    eq() {
        return true;
    }

    toDOM() {
        const dot = document.createElement("span");
        dot.className = "writing-item-mark";
        dot.textContent = "•";
        return dot;
    }
}
const bullet = Decoration.replace({ widget: new Bullet() });

class Picture extends WidgetType {
    constructor(src, alt) {
        super();
        this.src = src;
        this.alt = alt;
    }

    eq(other) {
        return other.src === this.src && other.alt === this.alt;
    }

    toDOM(view) {
        const picture = document.createElement("img");
        picture.className = "writing-picture";
        picture.src = this.src;
        picture.alt = this.alt;
        picture.onload = () => view.requestMeasure();
        return picture;
    }
}

// One pass over what is in sight. put(from, to, decoration) takes one in; mark(from, to) a mark, which is quiet on an active line and away on any other.
class Pass {
    constructor(view, active) {
        this.doc = view.state.doc;
        this.active = active;
        this.found = [];
        this.depth = 0;
    }

    put(from, to, decoration) {
        this.found.push(decoration.range(from, to));
    }

    mark(from, to) {
        if (from >= to) return;
        this.put(from, to, this.active(from) ? words("writing-mark") : away);
    }

    // the mark with the blanks behind it
    lead(node) {
        const { to } = this.doc.lineAt(node.from);
        const blanks = /^[ \t]*/.exec(this.doc.sliceString(node.to, to))[0].length;
        this.mark(node.from, node.to + blanks);
    }

    lines(node, names) {
        for (let at = node.from; at <= node.to; ) {
            const { from, to } = this.doc.lineAt(at);
            this.put(from, from, line(names));
            at = to + 1;
        }
    }
}

function link(pass, node) {
    const address = node.node.getChild("URL");
    if (!address) return; // [words] without an address are no link
    const [open, close] = node.node.getChildren("LinkMark");
    pass.mark(open.from, open.to);
    if (close.from > open.to) pass.put(open.to, close.from, words("writing-link"));
    pass.mark(close.from, node.to);
}

function image(pass, node) {
    const address = node.node.getChild("URL");
    const [open, close] = node.node.getChildren("LinkMark");
    if (!address) return;
    const src = pass.doc.sliceString(address.from, address.to);
    const alt = pass.doc.sliceString(open.to, close.from).replace(/\\(.)/g, "$1");
    if (/^\/images\/\d+$/.test(src)) pass.put(node.to, node.to, Decoration.widget({ widget: new Picture(src, alt), side: 1 }));
    else if (!pass.active(node.from)) return;
    pass.mark(node.from, node.to);
}

function item(pass, node) {
    pass.depth = 0;
    for (let up = node.node; up; up = up.parent) if (up.name === "ListItem") pass.depth++;
    pass.lines(node, `writing-item writing-item-${Math.min(pass.depth, 4)}`);
    for (let at = node.from; at <= node.to; ) {
        const { from, to, text } = pass.doc.lineAt(at);
        const blanks = /^\s*/.exec(text)[0].length;
        if (blanks && blanks < text.length && !pass.active(from)) pass.put(from, from + blanks, away);
        at = to + 1;
    }
}

function itemMark(pass, node) {
    const { from } = pass.doc.lineAt(node.from);
    const behind = /\s/.test(pass.doc.sliceString(node.to, node.to + 1)) ? 1 : 0;
    const active = pass.active(from);
    const dot = node.node.parent.parent?.name === "BulletList" && !active;
    const alone = /^\s*$/.test(pass.doc.sliceString(from, node.from)); // not in another item's line
    pass.put(active && alone ? from : node.from, node.to + behind, dot ? bullet : words("writing-item-mark"));
}

function paragraph(pass, node) {
    for (let at = node.from; at <= node.to; ) {
        const { from, to, text } = pass.doc.lineAt(at);
        const caption = CAPTION.test(text);
        if (caption) pass.put(from, from, line("writing-caption"));
        else if (SOURCE.test(text)) pass.put(from, from, line("writing-source"));
        if (caption || SOURCE.test(text)) pass.put(from, from + /^[^:\uff1a]*./.exec(text)[0].length, words("writing-mark"));
        const note = NOTE.exec(text);
        if (note) {
            const end = from + note[0].length;
            pass.put(from, from, line("writing-source"));
            if (node.name === "LinkReference") {
                pass.mark(from, from + 2);
                pass.put(from, end - 1, words("writing-footnote"));
                pass.mark(end - 2, end - 1);
            }
            pass.mark(end - 1, end);
        }
        if (to === node.to && text.endsWith("\\")) pass.put(to - 1, to, words("writing-mark")); // the line behind it is still to be written
        for (const ruby of text.matchAll(RUBY)) {
            const bar = from + ruby.index;
            const open = bar + 1 + ruby[1].length;
            pass.mark(bar, bar + 1);
            pass.put(open, open + ruby[2].length + 2, words("writing-reading"));
        }
        at = to + 1;
    }
}

const heading = (level) => (pass, node) => pass.lines(node, `writing-heading writing-heading-${level}`);
const dressed = (names) => (pass, node) => pass.put(node.from, node.to, words(names));
const mark = (pass, node) => pass.mark(node.from, node.to);

const parts = {
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`ATXHeading${level}`, heading(level)])),
    SetextHeading1: heading(1),
    SetextHeading2: heading(2),
    HeaderMark: (pass, node) => (node.node.parent.name.startsWith("ATX") ? pass.lead(node) : pass.put(node.from, node.to, words("writing-mark"))),
    StrongEmphasis: dressed("writing-strong"),
    Emphasis: dressed("writing-emphasis"),
    Strikethrough: dressed("writing-strike"),
    InlineCode: dressed("writing-code"),
    EmphasisMark: mark,
    StrikethroughMark: mark,
    CodeMark: mark,
    HardBreak: (pass, node) => pass.mark(node.from, node.to - 1),
    Escape: (pass, node) => pass.mark(node.from, node.from + 1),
    URL: (pass, node) => {
        if (!["Link", "Image", "LinkReference"].includes(node.node.parent.name)) pass.put(node.from, node.to, words("writing-link"));
    },
    Link: link,
    Image: image,
    FootnoteReference: dressed("writing-footnote"),
    FootnoteMark: mark,
    ListItem: item,
    ListMark: itemMark,
    QuoteMark: (pass, node) => pass.lead(node),
    Blockquote: (pass, node) => pass.lines(node, "writing-quote"),
    HorizontalRule: (pass, node) => {
        pass.lines(node, "writing-rule");
        pass.mark(node.from, node.to);
    },
    FencedCode: (pass, node) => pass.lines(node, "writing-pre"),
    CodeBlock: (pass, node) => pass.lines(node, "writing-pre"),
    Table: (pass, node) => pass.lines(node, "writing-table"),
    TableDelimiter: (pass, node) => pass.put(node.from, node.to, words("writing-mark")),
    Paragraph: paragraph,
    LinkReference: paragraph, // so a note of one word is read
};

// The lines on which marks are seen: those of the selection, once the editor has had the focus.
function activeLines(view, awake) {
    if (!awake) return () => false;
    const { doc, selection } = view.state;
    const ranges = selection.ranges.map((range) => [doc.lineAt(range.from).from, doc.lineAt(range.to).to]);
    return (at) => ranges.some(([from, to]) => from <= at && at <= to);
}

function decorate(view, awake) {
    const pass = new Pass(view, activeLines(view, awake));
    const { doc } = view.state;
    for (const { from, to } of view.visibleRanges) {
        syntaxTree(view.state).iterate({ from, to, enter: (node) => parts[node.name]?.(pass, node) });
        for (let at = from; at <= to; ) {
            const blank = doc.lineAt(at);
            if (!blank.length) pass.put(blank.from, blank.from, line("writing-blank"));
            at = blank.to + 1;
        }
    }
    return Decoration.set(pass.found, true);
}

// While a word is being composed nothing is drawn anew around it; while the mouse is held nothing moves under it.
export default ViewPlugin.fromClass(
    class {
        constructor(view) {
            this.awake = false;
            this.held = false;
            this.late = false;
            this.decorations = decorate(view, false);
            this.release = () => {
                this.held = false;
                if (this.late) view.dispatch({});
            };
            view.contentDOM.ownerDocument.addEventListener("pointerup", this.release);
            view.contentDOM.ownerDocument.addEventListener("pointercancel", this.release);
        }

        update(update) {
            const { view, docChanged, selectionSet, viewportChanged, startState, state } = update;
            const woken = view.hasFocus && !this.awake;
            const changed = docChanged || selectionSet || viewportChanged || woken || syntaxTree(startState) !== syntaxTree(state);
            if (!changed && !this.late) return;
            this.late = view.composing || this.held;
            if (this.late) {
                this.decorations = this.decorations.map(update.changes);
                return;
            }
            this.awake ||= view.hasFocus;
            this.decorations = decorate(view, this.awake);
        }

        destroy() {
            document.removeEventListener("pointerup", this.release);
            document.removeEventListener("pointercancel", this.release);
        }
    },
    {
        decorations: (plugin) => plugin.decorations,
        eventHandlers: {
            pointerdown() {
                this.held = true;
            },
        },
    },
);
