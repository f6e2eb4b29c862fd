// The contents beside the text follow the reading: the link of the section at the top of the window is marked.
export default function contents(nav) {
    const links = new Map();
    for (const link of nav.querySelectorAll("a[href*='#s']")) {
        const target = link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
        if (target) links.set(target, link);
    }
    const visible = new Set();

    function mark() {
        const [first] = [...links.keys()].filter((section) => visible.has(section));
        for (const [section, link] of links) {
            if (section === first) link.setAttribute("aria-current", "location");
            else link.removeAttribute("aria-current");
        }
    }

    const observer = new IntersectionObserver(
        (entries) => {
            for (const entry of entries) {
                if (entry.isIntersecting) visible.add(entry.target);
                else visible.delete(entry.target);
            }
            mark();
        },
        { rootMargin: "-10% 0px -70% 0px" },
    );
    for (const section of links.keys()) observer.observe(section);

    // On narrow screens the contents lie over the text; following a link puts them away.
    nav.addEventListener("click", (event) => {
        if (event.target.closest("a")) nav.togglePopover?.(false);
    });
}
