// The field of a text is as high as its text, where the style sheet alone (field-sizing) cannot make it so.
export default function grow(form) {
    if (CSS.supports("field-sizing", "content")) return;
    const { text } = form.elements;

    function fit() {
        const { scrollX, scrollY } = window;
        text.style.height = "auto";
        text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
        window.scrollTo(scrollX, scrollY); // the page was shorter for a moment
    }

    text.addEventListener("input", fit);
    window.addEventListener("resize", fit);
    fit();
}
