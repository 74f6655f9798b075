/* Looks at a page as a browser shows it, at three widths, and writes what is wrong with it, a line each, into the
 * element "verdict" of the page around it. `pageBytes` is the page in Base64. */
"use strict";

const wrong = new Set();

function complain(width, what, element) {
    const where = element ? ` at <${element.tagName.toLowerCase()}> "${element.textContent.trim().slice(0, 40)}"` : "";
    wrong.add(`${width}: ${what}${where}`);
}

/* ---- structure ---- */

function checkStructure(width, page) {
    const one = (selector) => page.querySelectorAll(selector).length === 1;
    for (const selector of ["main", "h1", "head > title", "meta[http-equiv='Content-Security-Policy']"])
        if (!one(selector)) complain(width, `there is not exactly one ${selector}`);
    if (!page.documentElement.lang) complain(width, "the page has no language");
    if (page.querySelector("script, iframe, object, embed, link")) complain(width, "the page loads or runs something");
    let level = 0;
    for (const heading of page.querySelectorAll("h1, h2, h3, h4")) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1) complain(width, "a level of headings is left out", heading);
        level = own;
    }
    const ids = new Set();
    for (const element of page.querySelectorAll("[id]")) {
        if (ids.has(element.id)) complain(width, `the id ${element.id} stands twice`);
        ids.add(element.id);
    }
    for (const link of page.querySelectorAll("a[href^='#']"))
        if (!page.getElementById(decodeURIComponent(link.hash.slice(1)))) complain(width, `${link.hash} leads nowhere`);
    for (const section of page.querySelectorAll("nav"))
        if (!section.getAttribute("aria-label")) complain(width, "a navigation has no name");
}

function checkTables(width, page) {
    for (const table of page.querySelectorAll("table")) {
        if (!table.caption || !table.caption.textContent.trim()) complain(width, "a table has no caption", table);
        for (const head of table.querySelectorAll("th"))
            if (!["col", "row"].includes(head.scope)) complain(width, "a head has no scope", head);
        const box = table.closest(".scroll");
        if (!box || box.tabIndex !== 0) complain(width, "a table cannot be scrolled by the keyboard", table);
    }
    for (const image of page.querySelectorAll("[role=img]"))
        if (!image.getAttribute("aria-label")) complain(width, "an image has no name", image);
}

/* ---- what is seen ---- */

function channels(colour) {
    const found = colour.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
    return found ? [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : Number(found[4])]
                 : null;
}

function luminance([red, green, blue]) {
    const linear = [red, green, blue].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function backgroundOf(element, view) {
    for (let at = element; at; at = at.parentElement) {
        const colour = channels(view.getComputedStyle(at).backgroundColor);
        if (colour && colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
}

function checkContrast(width, page, view, scheme) {
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement, style = view.getComputedStyle(element);
        if (!walker.currentNode.data.trim() || element.closest("title, style") || style.visibility === "hidden" ||
            element.getClientRects().length === 0)
            continue;
        const ink = channels(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
        if (!ink) continue;
        const [a, b] = [luminance(ink), luminance(backgroundOf(element, view))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5))
            complain(width, `contrast of ${((a + 0.05) / (b + 0.05)).toFixed(2)} (${scheme})`, element);
    }
}

function checkWidth(width, page) {
    if (page.documentElement.scrollWidth > width) complain(width, `the page is ${page.documentElement.scrollWidth} wide`);
}

/* ---- all of it ---- */

function show(width) {
    return new Promise((done) => {
        const frame = document.createElement("iframe");
        frame.style.cssText = `width: ${width}px; height: 900px; border: 0`;
        frame.onload = () => done(frame);
        frame.srcdoc = new TextDecoder().decode(Uint8Array.from(atob(pageBytes), (c) => c.charCodeAt(0)));
        document.body.append(frame);
    });
}

async function check() {
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    for (const width of [360, 768, 1280]) {
        const frame = await show(width), page = frame.contentDocument;
        for (const fold of page.querySelectorAll("details")) fold.open = true;
        checkStructure(width, page);
        checkTables(width, page);
        checkContrast(width, page, frame.contentWindow, scheme);
        checkWidth(width, page);
        frame.remove();
    }
    const verdict = document.getElementById("verdict");
    verdict.textContent = [`scheme ${scheme}`, ...wrong, "looked at"].join("\n");
}

check().catch((error) => { document.getElementById("verdict").textContent = `failed: ${error}`; });
