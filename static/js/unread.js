// What others said of a comment (id c3) or a suggestion (id g3) is read when it has been on the screen for a while: it is marked so for the next time, and keeps its mark on this page.
const A_WHILE = 1000; // ms

export default function unread(page) {
    const seen = new Map(); // thread (its element's id) → the last reply that is shown of it
    let timer = 0;

    async function tell() {
        const all = [...seen];
        const of = (letter) => all.filter(([id]) => id[0] === letter).map(([id, reply]) => ({ id: Number(id.slice(1)), reply }));
        seen.clear();
        if (all.length === 0) return;
        const headers = { "Content-Type": "application/json", Accept: "application/json" };
        // one that does not arrive is told on the next visit
        await fetch("/comments/seen", { method: "POST", headers, body: JSON.stringify({ comments: of("c"), suggestions: of("g") }), keepalive: true }).catch(() => {});
    }

    function note(end) {
        const thread = end.parentElement;
        seen.set(thread.id, Number(thread.dataset.unread));
        observer.unobserve(end);
        clearTimeout(timer);
        timer = setTimeout(tell, A_WHILE);
    }

    const observer = new IntersectionObserver((entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) note(target);
    });

    // where the end of a thread was on the screen it was read to there
    for (const thread of page.querySelectorAll("[data-unread]")) {
        const end = document.createElement("span");
        thread.append(end);
        observer.observe(end);
    }
    window.addEventListener("pagehide", tell);
}
