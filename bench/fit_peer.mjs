// Fits each log named on a line of standard input with @open-spaced-repetition/binding (0.5.0, a native build of fsrs-rs
// 6.5.0) and prints a line of seconds to build its items, seconds to fit,
// CPU seconds to fit, and the 21 parameters.
// node fit_peer.mjs FOLDER, where `npm install @open-spaced-repetition/binding@0.5.0` was run in FOLDER.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { FSRSBindingItem, FSRSBindingReview, computeParameters } = createRequire(process.argv[2] + "/")(
    "@open-spaced-repetition/binding");

// One item for each review on a later day, with all the card's reviews up to it; items in order of time.
function itemsOf(lines) {
    const items = [];
    let card = null;
    let reviews = [];
    for (const line of lines) {
        const [id, time, rating, days] = line.split(",").map(Number);
        if (id !== card) [card, reviews] = [id, []];
        reviews.push(new FSRSBindingReview(rating, reviews.length === 0 ? 0 : days));
        if (reviews.length > 1 && days > 0) items.push({ time, item: new FSRSBindingItem(reviews) });
    }
    items.sort((a, b) => a.time - b.time);
    return items.map(({ item }) => item);
}

for await (const path of createInterface({ input: process.stdin })) {
    const lines = readFileSync(path, "latin1").trim().split("\n").slice(1);
    const start = performance.now();
    const items = itemsOf(lines);
    const built = performance.now();
    const before = process.cpuUsage();
    // A timeout of 1 ms: how often the binding looks whether the fit is done.
    const parameters = await computeParameters(items, { enableShortTerm: true, timeout: 1 });
    const fitted = performance.now();
    const { user, system } = process.cpuUsage(before);
    console.log([(built - start) / 1000, (fitted - built) / 1000, (user + system) / 1e6, ...parameters].join(" "));
}
