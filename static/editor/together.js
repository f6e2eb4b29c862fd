// Scrolls the text and what becomes of it together. Of the two the one that a person last used leads, and only the other follows: so neither
// answers the other, and what a person is scrolling is let alone. Nothing moves under a mouse that rests on the preview.
//
// The preview says of its blocks on which line of the text they begin (data-line). That gives pairs of heights in both; between neighbouring
// pairs the way is divided evenly.
import { EditorView } from "@codemirror/view";

// Heights from the top of the text and from the top of the preview, [[text, preview]…], rising in both.
function heights(view, pane) {
    const { doc } = view.state;
    const top = pane.getBoundingClientRect().top - pane.scrollTop;
    const pairs = [[0, 0]];
    for (const block of pane.querySelectorAll("[data-line]")) {
        const box = block.getBoundingClientRect();
        if (!box.height) continue; // folded
        const line = doc.line(Math.min(Number(block.dataset.line), doc.lines));
        const pair = [view.lineBlockAt(line.from).top, box.top - top];
        const [text, preview] = pairs.at(-1);
        // a note at the end goes by its place, not by the line it was written on
        if (pair[0] > text && pair[1] > preview) pairs.push(pair);
    }
    const [text, preview] = pairs.at(-1);
    pairs.push([Math.max(view.contentHeight, text + 1), Math.max(pane.scrollHeight, preview + 1)]);
    return pairs;
}

// The height in the one that belongs to a height in the other; from, to: 0 the text, 1 the preview.
function across(pairs, height, from, to) {
    const behind = pairs.findIndex((pair) => pair[from] > height);
    const at = behind < 0 ? pairs.length - 1 : Math.max(behind, 1);
    const [a, b] = [pairs[at - 1], pairs[at]];
    return a[to] + ((height - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
}

const share = (part, whole) => (whole > 0 ? Math.min(Math.max(part / whole, 0), 1) : 0);

// What is seen of the text, and how far it has been scrolled through (0 to 1): in a box of its own, or with the whole page.
function seenText(view) {
    const own = view.scrollDOM.scrollHeight > view.scrollDOM.clientHeight + 1;
    const scroller = own ? view.scrollDOM : document.scrollingElement;
    const over = own ? [] : view.state.facet(EditorView.scrollMargins).map((margins) => margins(view)); // what lies over the window's edges
    const most = (edge) => Math.max(0, ...over.map((margins) => margins?.[edge] ?? 0));
    const top = own ? scroller.getBoundingClientRect().top : most("top");
    const height = scroller.clientHeight - most("top") - most("bottom");
    const above = top - view.documentTop;
    return { scroller, own, top, height, above, through: share(above, view.contentHeight - height) };
}

// Both show the same at one height of what is seen: at the top of it at the beginning, at its bottom at the end.
function previewToText(view, pane) {
    const { above, height, through } = seenText(view);
    if (view.contentHeight <= height) return; // all of the text is seen: the preview is where the person has left it
    const there = across(heights(view, pane), above + through * height, 0, 1);
    pane.scrollTo({ top: there - through * pane.clientHeight, behavior: "instant" });
}

// The page may move as far as the preview beside the text stays where it is.
function within(pane, distance) {
    const side = pane.closest(".editor-side");
    const place = side.parentElement.getBoundingClientRect();
    const top = parseFloat(getComputedStyle(side).top);
    const up = place.top - top;
    const down = place.bottom - top - side.offsetHeight;
    return up > 0 || down < 0 ? 0 : Math.min(Math.max(distance, up), down);
}

function textToPreview(view, pane) {
    const { scroller, own, top, height } = seenText(view);
    const through = share(pane.scrollTop, pane.scrollHeight - pane.clientHeight);
    const there = across(heights(view, pane), pane.scrollTop + through * pane.clientHeight, 1, 0);
    const distance = view.documentTop + there - top - through * height;
    scroller.scrollBy({ top: own ? distance : within(pane, distance), behavior: "instant" });
}

/** view: the EditorView; pane: the element that the preview is drawn into, which tells of it by the event "drawn". */
export default function together(view, pane) {
    let previewLeads = false;
    let missed = false; // the preview would have followed
    let asked = 0;

    const resting = () => !previewLeads && matchMedia("(hover: hover)").matches && pane.matches(":hover");

    function follow() {
        asked = 0;
        missed = resting();
        if (missed || !pane.isConnected || pane.scrollHeight <= pane.clientHeight) return;
        if (previewLeads) textToPreview(view, pane);
        else previewToText(view, pane);
    }

    const ask = () => (asked ||= requestAnimationFrame(follow));

    function lead(event) {
        previewLeads = pane.contains(event.target);
    }

    for (const use of ["wheel", "pointerdown", "keydown"]) document.addEventListener(use, lead, { capture: true, passive: true });
    pane.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "touch" || event.buttons) return; // it may glide on, or is held by its scroll bar
        previewLeads = false;
        if (missed) ask();
    });
    // of scrolling, which does not bubble, the document hears on the way down
    document.addEventListener(
        "scroll",
        ({ target }) => {
            if (target === pane) {
                if (previewLeads) ask();
            } else if (!previewLeads && (target === document || target === view.scrollDOM)) ask();
        },
        { capture: true, passive: true },
    );
    pane.addEventListener("drawn", () => {
        if (!previewLeads) ask();
    });
}
