// Puts elements into another one, in this order and no others. Where they are there already nothing is touched, and the focus stays where it is.
export default function placeChildren(parent, wanted) {
    const there = [...parent.children];
    if (there.length === wanted.length && wanted.every((element, i) => element === there[i])) return;
    const focused = parent.contains(document.activeElement) ? document.activeElement : null;
    parent.replaceChildren(...wanted);
    focused?.focus({ preventScroll: true }); // it was taken out for a moment
}
