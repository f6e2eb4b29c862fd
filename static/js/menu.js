// The bar: says which of its links leads to this page, and closes an open <details class="menu"> when something else is touched.
function markHere(bar) {
    for (const link of bar.querySelectorAll("a[href]")) {
        if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    }
}

function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(except)) menu.open = false;
    }
}

export default function menu(bar) {
    markHere(bar);
    document.addEventListener("click", (event) => closeMenus(event.target));
    document.addEventListener("focusin", (event) => closeMenus(event.target));
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        const open = document.activeElement?.closest("details.menu[open]");
        closeMenus(null);
        open?.querySelector("summary").focus();
    });
}
