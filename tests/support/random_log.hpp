#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/record/record.hpp"

namespace collimate::test {

inline const Identity made_up = {.candidate = std::string(32, 'a'), .device = std::string(32, 'b')};

/// 09:00 UTC on a day counted from 2026-11-01.
inline Now morning(int day) {
    const Day date = parse_day("2026-11-01").value() + day;
    return {.ms = date * 86'400'000LL + 9 * 3'600'000LL, .day = date};
}

inline Now after(Now now, std::int64_t ms) { return {.ms = now.ms + ms, .day = now.day}; }

inline Answered an_answer(const std::string& item, bool right = true) {
    return {.item = item,
            .area = "IP.1.A",
            .difficulty = 0.25,
            .chance = 0.25,
            .letters = right ? "a" : "b",
            .right = right,
            .elapsed_ms = 40'000};
}

/// A made-up day of study: sittings, answers, flags, notes, goals, a clock that now and then steps back.
class RandomLog {
public:
    explicit RandomLog(std::uint64_t seed) : random_(seed) {}

    void live_a_day(Record& record, int day) {
        const std::string exam = random_.below(4) == 0 ? "ardms-spi" : "arrt-ct";
        Now now = morning(day);
        const SittingId sitting =
            record
                .append(exam,
                        SittingStarted{.seed = random_.next(), .bank_hash = "abc", .settings = "{}", .items = {"x"}},
                        now)
                .seq;
        for (std::uint64_t i = 5 + random_.below(20); i > 0; --i) {
            now = after(now, random_.below(20) == 0 ? -90'000 : static_cast<std::int64_t>(random_.below(90'000)));
            record.append(exam, something(sitting), now);
        }
        if (random_.below(2) == 0) record.append(exam, SittingEnded{.sitting = sitting}, now);
    }

private:
    EventBody something(SittingId sitting) {
        const std::string item = "ct-ip-" + std::to_string(1000 + random_.below(40));
        switch (random_.below(12)) {
            case 0:
                return Flagged{.item = item, .on = random_.below(2) == 0};
            case 1:
                return Noted{.item = item,
                             .text = "a \"note\", \u00e4 line\nand more " + std::to_string(random_.next())};
            case 2:
                return GoalSet{.exam_day = parse_day("2027-02-01"),
                               .minutes_per_day = static_cast<int>(random_.below(90))};
            case 3:
                return Reported{.item = item, .text = "=two keys are right"};
            default:
                break;
        }
        Answered answer = an_answer(item, random_.below(3) != 0);
        answer.sitting = sitting;
        answer.seed = random_.next();
        answer.difficulty = random_.normal();
        answer.fresh = random_.below(2) == 0;
        if (random_.below(5) == 0) answer.number = random_.normal() / 3.0;
        answer.confidence = static_cast<Confidence>(random_.below(4));
        answer.elapsed_ms = static_cast<std::int64_t>(random_.below(120'000));
        return answer;
    }

    Random random_;
};

}  // namespace collimate::test
