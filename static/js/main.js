// Loads the behaviours a page asks for: data-behaviour="contents" calls the default export of contents.js with the element.
for (const element of document.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(" ")) {
        import(`./${name}.js`).then((module) => module.default(element));
    }
}
