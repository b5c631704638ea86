#include "engine/model/fsrs.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

nlohmann::json fsrs_oracle() { return parse_json(bytes_of(COLLIMATE_SOURCE_DIR "/tests/oracle/fsrs6.json")); }

FsrsParameters parameters_of(const nlohmann::json& set) {
    FsrsParameters w{};
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = set["w"][i].get<double>();
    return w;
}

constexpr Rating ratings[] = {Rating::again, Rating::hard, Rating::good, Rating::easy};

/// Relative, with the absolute rounding of the oracle allowed for.
void check_near(double ours, double theirs, double relative, double absolute) {
    CHECK(std::abs(ours - theirs) <= relative * std::abs(theirs) + absolute);
}

}  // namespace

// tests/oracle/fsrs6.json, made by fsrs6.mjs beside it: ts-fsrs 5.4.2 (8 decimals at every step) and fsrs-rs 6.5.0
// (float32).
TEST_CASE("FSRS-6 against the published implementations") {
    const nlohmann::json published = fsrs_oracle();
    REQUIRE(published["sets"].size() == 3);
    for (const auto& set : published["sets"]) {
        const FsrsParameters w = parameters_of(set);
        for (const auto& sequence : set["cases"]) {
            INFO(set["name"] << ": " << sequence["name"]);
            Memory memory;
            for (const auto& state : sequence["states"]) {
                const double days = state["days"];
                INFO("rating " << state["rating"] << " after " << days << " days");
                if (!state["retrievability"].is_null())
                    check_near(retrievability(w, days, memory.stability), state["retrievability"], 1e-6, 1e-7);
                memory = review(w, memory, days, static_cast<Rating>(state["rating"].get<int>()));
                check_near(memory.stability, state["ts"][0], 2e-6, 2e-7);
                check_near(memory.difficulty, state["ts"][1], 1e-7, 1e-7);
                check_near(memory.stability, state["rs"][0], 1e-4, 1e-6);
                check_near(memory.difficulty, state["rs"][1], 1e-5, 1e-6);
            }
        }
        for (const auto& row : set["intervals"]) {
            INFO(set["name"] << ": interval at " << row["wanted"]);
            check_near(interval(w, 1.0, row["wanted"]), row["modifier"], 1e-6, 1e-7);
            check_near(interval(w, row["rs_stability"], row["wanted"]), row["rs_interval"], 1e-4, 0.0);
        }
    }
}

TEST_CASE("FSRS-6 laws") {
    const FsrsParameters& w = default_fsrs();
    SECTION("the defaults are those of the oracle") { CHECK(w == parameters_of(fsrs_oracle()["sets"][0])); }
    SECTION("retrievability is 1 at once, 0.9 after the stability, and falls") {
        for (const double stability : {0.001, 0.5, 12.0, 36500.0}) {
            CHECK(retrievability(w, 0.0, stability) == 1.0);
            CHECK(retrievability(w, stability, stability) == Approx(0.9));
            CHECK(retrievability(w, 2.0 * stability, stability) < retrievability(w, stability, stability));
        }
    }
    SECTION("the interval undoes retrievability") {
        for (const double wanted : {0.5, 0.7, 0.9, 0.97})
            CHECK(retrievability(w, interval(w, 7.0, wanted), 7.0) == Approx(wanted));
    }
    SECTION("a better rating never leaves less stability or more difficulty") {
        for (const double stability : {0.001, 0.3, 4.0, 90.0, 36500.0})
            for (const double difficulty : {1.0, 4.5, 10.0})
                for (const double days : {0.0, 1.0, 30.0, 4000.0})
                    for (std::size_t i = 1; i < 4; ++i) {
                        const Memory before = {.stability = stability, .difficulty = difficulty};
                        const Memory worse = review(w, before, days, ratings[i - 1]);
                        const Memory better = review(w, before, days, ratings[i]);
                        CHECK(better.stability >= worse.stability);
                        CHECK(better.difficulty <= worse.difficulty);
                    }
    }
    SECTION("the four answers at once are the four one by one") {
        for (const double stability : {0.0, 0.001, 4.0, 36500.0})
            for (const double days : {0.0, 1.0, 4000.0}) {
                const Memory before = {.stability = stability, .difficulty = 4.5};
                const std::array<Memory, 4> all = reviews(w, before, days);
                for (std::size_t i = 0; i < 4; ++i) CHECK(all[i] == review(w, before, days, ratings[i]));
            }
    }
    SECTION("a state stays within its bounds whatever comes") {
        for (const Rating rating : ratings) {
            Memory memory;
            for (int i = 0; i < 200; ++i) {
                memory = review(w, memory, i % 3 == 0 ? 0.0 : 5000.0, rating);
                CHECK(memory.stability >= 0.001);
                CHECK(memory.stability <= 36500.0);
                CHECK(memory.difficulty >= 1.0);
                CHECK(memory.difficulty <= 10.0);
            }
        }
    }
    SECTION("the first review asks nothing of the clock") {
        CHECK(review(w, Memory{}, 0.0, Rating::good) == review(w, Memory{}, 99.0, Rating::good));
        FsrsParameters wide = w;
        wide[3] = 5000.0;
        CHECK(review(wide, Memory{}, 0.0, Rating::easy).stability == 100.0);
    }
}
