// Fits each log named on a line of standard input with @open-spaced-repetition/binding (0.5.0, a native build of fsrs-rs
// 6.5.0) and prints a line of seconds to build its items, seconds to fit,
// CPU seconds to fit, and the 21 parameters.
// node fit_peer.mjs FOLDER, where `npm install @open-spaced-repetition/binding@0.5.0 ts-fsrs@5.4.2` was run in FOLDER.
// node fit_peer.mjs FOLDER schedule: instead, how many four-grade reviews a second both schedule.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const load = createRequire(process.argv[2] + "/");
const { FSRSBinding, BindingMemoryState, FSRSBindingItem, FSRSBindingReview, computeParameters } = load(
    "@open-spaced-repetition/binding");

function perSecond(count, once) {
    for (let i = 0; i < count / 10; ++i) once(i);
    const start = process.cpuUsage();
    for (let i = 0; i < count; ++i) once(i);
    const { user, system } = process.cpuUsage(start);
    return Math.round(count / ((user + system) / 1e6) / 1000);
}

if (process.argv[3] === "schedule") {
    const { fsrs, createEmptyCard } = load("ts-fsrs");
    const scheduler = fsrs({ enable_fuzz: false });
    const first = scheduler.next(createEmptyCard(new Date(0)), new Date(0), 3).card;
    const card = scheduler.next(first, new Date(3 * 86400e3), 3).card;
    const at = new Date(20 * 86400e3);
    console.log(`ts-fsrs   scheduling: ${perSecond(100000, () => scheduler.repeat(card, at))} thousand a CPU second`);
    try {
        const native = new FSRSBinding();
        const memory = new BindingMemoryState(card.stability, card.difficulty);
        console.log(`binding   scheduling: ${perSecond(100000, () => native.nextStates(memory, 0.9, 17))} thousand a CPU second`);
    } catch (error) {
        console.log(`binding   scheduling: not measured (${error.message})`);
    }
    process.exit(0);
}

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
