// Makes fsrs6.json: node fsrs6.mjs > fsrs6.json, in a folder where
//   npm install ts-fsrs@5.4.2 @open-spaced-repetition/binding@0.5.0
// has been run. The binding is a native build of fsrs-rs 6.5.0 (float32); ts-fsrs rounds each figure to 8 decimals.
// Only the next-state functions are called, so neither fuzz nor learning steps take part.
import { FSRSAlgorithm, generatorParameters, default_w } from "ts-fsrs";
import { FSRSBinding, BindingMemoryState } from "@open-spaced-repetition/binding";

const grades = ["again", "hard", "good", "easy"];
const parameterSets = {
    default: [...default_w],
    // Within the published ranges, away from the defaults.
    slow: [1.1, 3.4, 9.7, 40.5, 7.2, 0.5, 2.1, 0.08, 2.4, 0.31, 1.3, 0.9, 0.12, 0.41, 2.2, 0.25, 3.1, 0.8, 0.35, 0.2, 0.31],
    quick: [0.11, 0.4, 0.9, 2.5, 5.1, 1.4, 3.6, 0.3, 0.9, 0.05, 2.6, 2.7, 0.2, 0.15, 0.6, 0.9, 1.2, 1.6, 0.02, 0.03, 0.7],
};

// Ratings and the days since the review before.
const sequences = [
    { name: "every first rating, again", steps: [[1, 0]] },
    { name: "every first rating, hard", steps: [[2, 0]] },
    { name: "every first rating, good", steps: [[3, 0]] },
    { name: "every first rating, easy", steps: [[4, 0]] },
    { name: "good at growing gaps", steps: [[3, 0], [3, 2], [3, 9], [3, 33], [3, 110], [3, 340], [3, 900]] },
    { name: "same day until it sits", steps: [[1, 0], [1, 0], [2, 0], [3, 0], [3, 0], [4, 0], [3, 1]] },
    { name: "lapse and relearn", steps: [[3, 0], [3, 3], [3, 12], [1, 40], [3, 0], [3, 1], [3, 4]] },
    { name: "leech", steps: [[1, 0], [1, 1], [1, 1], [1, 2], [1, 1], [1, 1], [1, 3], [1, 1], [1, 1], [1, 1]] },
    { name: "always easy", steps: [[4, 0], [4, 10], [4, 60], [4, 400], [4, 2000], [4, 9000], [4, 30000]] },
    { name: "always hard", steps: [[2, 0], [2, 1], [2, 2], [2, 3], [2, 5], [2, 8], [2, 13], [2, 21]] },
    { name: "early reviews", steps: [[4, 0], [3, 1], [3, 1], [3, 1], [3, 1], [3, 1]] },
    { name: "late by years", steps: [[3, 0], [3, 3650], [1, 7300], [3, 365], [2, 3650]] },
    { name: "same-day lapses of a strong memory", steps: [[4, 0], [4, 30], [4, 200], [1, 0], [1, 0], [1, 0], [2, 0], [4, 0]] },
    { name: "lapse the day after", steps: [[4, 0], [1, 1], [4, 1], [1, 1], [4, 1], [1, 1]] },
    { name: "mixed", steps: [[2, 0], [3, 0], [3, 1], [4, 5], [2, 20], [1, 35], [2, 0], [3, 1], [3, 6], [4, 17]] },
];

const out = { origin: "fsrs6.mjs beside this file: ts-fsrs 5.4.2; @open-spaced-repetition/binding 0.5.0 (fsrs-rs 6.5.0)", sets: [] };
for (const [name, w] of Object.entries(parameterSets)) {
    const ts = new FSRSAlgorithm(generatorParameters({ w, enable_fuzz: false, enable_short_term: true, relearning_steps: ["10m"] }));
    const rs = new FSRSBinding(w);
    if (JSON.stringify([...ts.parameters.w]) !== JSON.stringify(w)) throw new Error(`ts-fsrs clipped ${name}`);
    const cases = sequences.map(({ name: title, steps }) => {
        let a = null, b = null;
        const states = steps.map(([grade, days]) => {
            const before = a ? ts.forgetting_curve(days, a.stability) : null;
            a = ts.next_state(a, days, grade);
            b = rs.nextStates(b ? new BindingMemoryState(b.stability, b.difficulty) : null, 0.9, days)[grades[grade - 1]].memory;
            return {
                rating: grade, days, retrievability: before,
                ts: [a.stability, a.difficulty], rs: [b.stability, b.difficulty],
            };
        });
        return { name: title, states };
    });
    const intervals = [0.7, 0.8, 0.9, 0.95].map((wanted) => ({
        wanted, modifier: ts.calculate_interval_modifier(wanted),
        rs: rs.nextStates(new BindingMemoryState(10, 5), wanted, 10).good,
    })).map(({ wanted, modifier, rs: good }) => ({ wanted, modifier, rs_stability: good.memory.stability, rs_interval: good.interval }));
    out.sets.push({ name, w, intervals, cases });
}
console.log(JSON.stringify(out).replaceAll('{"name"', '\n{"name"').replaceAll('{"rating"', '\n {"rating"').replaceAll('{"wanted"', '\n {"wanted"'));
