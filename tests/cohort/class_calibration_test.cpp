#include "engine/cohort/class_calibration.hpp"

#include <cmath>

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

/// Candidates of mean ability 0.8 who each answer `met` of 40 questions; true difficulties N(-0.4, 0.7^2), labels with a
/// noise of 0.5 logit, guess floor 1/4.
struct MadeAnswers {
    static constexpr int items = 40;
    std::vector<double> truth, labels;
    std::vector<ClassResponse> responses;  ///< by candidate

    MadeAnswers(int candidates, int met, std::uint64_t seed) {
        Random random(seed);
        for (int i = 0; i < items; ++i) {
            truth.push_back(-0.4 + 0.7 * random.normal());
            labels.push_back(truth.back() + 0.5 * random.normal());
        }
        for (int person = 0; person < candidates; ++person) {
            const double ability = 0.8 + 0.65 * random.normal();
            for (int i = 0; i < met; ++i) {
                const int item = (person * met + i) % items;
                const auto at = static_cast<std::size_t>(item);
                const double knows = 1.0 / (1.0 + std::exp(truth[at] - ability));
                answer(person, item, random.uniform() < 0.25 + 0.75 * knows);
            }
        }
    }

    void answer(int person, int item, bool right) {
        PackedAnswer packed = packed_answer(item, right);
        packed.item = "ct-x-" + std::to_string(1001 + item);
        packed.difficulty = labels[static_cast<std::size_t>(item)];
        packed.revision = 2;
        packed.fresh = true;
        responses.push_back({.candidate = candidate(person), .answer = packed});
    }

    [[nodiscard]] ClassMatrix matrix() const {
        MatrixGathering gathering;
        for (const ClassResponse& response : responses) gathering.add(response);
        return gathering.finish();
    }
};

Calibration calibrated(const ClassMatrix& matrix) {
    return calibrate(matrix.matrix, {.authored = matrix.authored, .chance = matrix.chance});
}

CalibrationFile file_of(const MadeAnswers& made) {
    const ClassMatrix matrix = made.matrix();
    return calibration_file(matrix, calibrated(matrix));
}

double rms(double squares, int n) { return std::sqrt(squares / n); }

// ---- Memory -------------------------------------------------------------------------------------------------------

constexpr int cards_each = 40;
constexpr int answers_each = 8;  // to a question

/// Somebody of a class that forgets `times` as fast as by the defaults, more or less.
FsrsParameters classmate(double times, Random& random) {
    FsrsParameters w = default_fsrs();
    const double own = times * std::exp(0.3 * random.normal());
    for (std::size_t i = 0; i < 4; ++i) w[i] = std::clamp(w[i] / own, least_fsrs()[i], most_fsrs()[i]);
    return w;
}

/// One candidate's answers to each question, on days as the defaults would have it, more or less.
std::vector<Review> life_of(const FsrsParameters& truth, Random& random) {
    std::vector<Review> reviews;
    for (std::uint32_t card = 0; card < cards_each; ++card) {
        Memory memory, scheduled;
        double elapsed = 0.0;
        double day = static_cast<double>(card % 10);
        for (int i = 0; i < answers_each; ++i) {
            const double chance = i == 0 ? 0.5 : retrievability(truth, elapsed, memory.stability);
            const Rating rating = random.uniform() < chance ? Rating::good : Rating::again;
            reviews.push_back({.time_s = static_cast<std::int64_t>(day),
                               .card = card,
                               .elapsed_days = static_cast<float>(elapsed),
                               .rating = rating});
            memory = review(truth, memory, elapsed, rating);
            scheduled = review(default_fsrs(), scheduled, elapsed, rating);
            const double wait = interval(default_fsrs(), scheduled.stability, 0.9) * std::exp(0.4 * random.normal());
            elapsed = std::clamp(std::round(wait), 1.0, 60.0);
            day += elapsed;
        }
    }
    return reviews;
}

/// A class on a store of its own.
struct ForgettingClass {
    TempFolder folder;
    std::unique_ptr<Store> store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    Query query = {.programme = a_programme.id, .exam = "arrt-ct"};

    ForgettingClass(int candidates, double times, std::uint64_t seed) {
        for (int person = 0; person < candidates; ++person) {
            Random random(derive(seed, static_cast<std::uint64_t>(person)));
            add(person, life_of(classmate(times, random), random));
        }
    }

    void add(int person, const std::vector<Review>& reviews) {
        Batch batch{.candidate = candidate(person)};
        int number = 0;
        for (const Review& each : reviews) {
            const bool first = number % answers_each == 0;
            batch.answers.push_back(answer(person, number++, each, first));
        }
        REQUIRE(append_one(*store, batch).standing == BatchStanding::stored);
    }

    static PackedAnswer answer(int person, int number, const Review& review, bool first) {
        PackedAnswer packed = packed_answer(0, review.rating != Rating::again);
        const Now at = after(morning(static_cast<int>(review.time_s)), 60'000 * (number + 1));
        packed.id = AnswerId{timed_id(at.ms, "answer " + std::to_string(person) + " " + std::to_string(number))};
        packed.item = "ct-x-" + std::to_string(1000 + review.card);
        packed.fresh = first;
        packed.at_ms = at.ms;
        packed.day = morning(static_cast<int>(review.time_s)).day;
        packed.sitting.reset();
        return packed;
    }

    [[nodiscard]] ClassForgetting forgetting() const { return class_forgetting(*store, query); }
};

/// Mean log loss of a review of forty candidates who were not in the class's store.
double loss_of_others(double times, const FsrsParameters& w) {
    LogLoss sum;
    for (std::uint64_t person = 0; person < 40; ++person) {
        Random random(derive(999, person));
        const std::vector<Review> reviews = life_of(classmate(times, random), random);
        const LogLoss loss = log_loss(review_log(reviews, cards_each, 1.0), LogPart::train, w);
        sum.sum += loss.sum;
        sum.reviews += loss.reviews;
    }
    return sum.mean();
}

}  // namespace

TEST_CASE("a class's calibration") {
    SECTION("is nearer the truth than the authors, and nearer still once shrunk by its reliability") {
        double found = 0.0;
        double authored = 0.0;
        double shrunk = 0.0;
        double shrunk_authored = 0.0;
        constexpr int classes = 20;
        for (int round = 0; round < classes; ++round) {
            const MadeAnswers made(60, MadeAnswers::items, 1000 + static_cast<std::uint64_t>(round));
            const CalibrationFile file = file_of(made);
            REQUIRE(file.items.size() == MadeAnswers::items);
            for (int i = 0; i < MadeAnswers::items; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const ItemCalibration& item = file.items[at];
                const DifficultyLabel label = label_of(item.authored, item.found);
                found += std::pow(item.found.difficulty - made.truth[at], 2);
                authored += std::pow(made.labels[at] - made.truth[at], 2);
                shrunk += std::pow(shrunk_difficulty(label, -0.4) - made.truth[at], 2);
                shrunk_authored +=
                    std::pow(shrunk_difficulty(made.labels[at], -0.4, authored_reliability) - made.truth[at], 2);
            }
        }
        constexpr int n = classes * MadeAnswers::items;
        CHECK(rms(authored, n) == Approx(0.5).margin(0.03));
        CHECK(rms(found, n) < 0.7 * rms(authored, n));
        CHECK(rms(shrunk, n) < rms(found, n));
        CHECK(rms(shrunk, n) < 0.8 * rms(shrunk_authored, n));
    }
    SECTION("says how far off it is") {
        double off = 0.0;
        constexpr int classes = 20;
        for (int round = 0; round < classes; ++round) {
            const MadeAnswers made(60, MadeAnswers::items, 3000 + static_cast<std::uint64_t>(round));
            const CalibrationFile file = file_of(made);
            for (int i = 0; i < MadeAnswers::items; ++i) {
                const ItemCalibration& item = file.items[static_cast<std::size_t>(i)];
                off += std::pow((item.found.difficulty - made.truth[static_cast<std::size_t>(i)]) / item.found.se, 2);
            }
        }
        CHECK(rms(off, classes * MadeAnswers::items) == Approx(1.0).margin(0.15));
    }
    SECTION("leaves the scale where the authors set it, however able the class is") {
        const CalibrationFile file = file_of(MadeAnswers(200, MadeAnswers::items, 7));
        double shift = 0.0;
        for (const ItemCalibration& item : file.items)
            shift += (item.found.difficulty - item.authored) / MadeAnswers::items;
        CHECK(shift == Approx(0.0).margin(1e-3));
    }
    SECTION("is of those questions that enough candidates answered") {
        MadeAnswers made(40, 20, 8);  // each question met by twenty
        CHECK_THROWS_AS(file_of(made), Refused);
        for (int person = 100; person < 110; ++person) made.answer(person, 3, person % 2 == 0);
        const CalibrationFile file = file_of(made);
        REQUIRE(file.items.size() == 1);
        CHECK(file.items[0].item == "ct-x-1004");
        CHECK(file.items[0].found.n == 30);
        CHECK(file.items[0].revision == 2);
        CHECK(file.origin.candidates == 50);
        CHECK(file.origin.answers == 810);
        CHECK(file.items[0].authored == made.labels[3]);
    }
    SECTION("counts answers to the newest revision alone") {
        MadeAnswers made(40, MadeAnswers::items, 9);
        const ClassMatrix before = made.matrix();
        for (int person = 100; person < 140; ++person) {
            made.answer(person, 3, true);
            made.responses.back().answer.revision = 1;
            made.responses.back().answer.difficulty = 3.0;
        }
        const ClassMatrix matrix = made.matrix();
        CHECK(matrix.matrix.responses() == before.matrix.responses());
        CHECK(matrix.authored == before.authored);
        CHECK(matrix.revisions == before.revisions);
    }
    SECTION("is the same bytes each time") {
        const MadeAnswers made(60, MadeAnswers::items, 10);
        CHECK(calibration_text(file_of(made)) == calibration_text(file_of(made)));
    }
    SECTION("is of one exam, and of answers that tell an authored difficulty") {
        MadeAnswers made(40, MadeAnswers::items, 11);
        made.responses.back().answer.exam = "arrt-r";
        const auto refusal = [&] {
            try {
                (void)file_of(made);
            } catch (const Refused& refused) {
                return std::string(refused.what());
            }
            return std::string("it was written");
        };
        CHECK(holds(refusal(), "--exam"));
        for (ClassResponse& response : made.responses) response.answer.area.clear();
        CHECK(holds(refusal(), "no scale"));
    }
    SECTION("leaves out an id that no bank has") {
        MadeAnswers made(40, MadeAnswers::items, 12);
        for (ClassResponse& response : made.responses)
            if (response.answer.item == "ct-x-1001") response.answer.item = "\"\n[[item]]";
        CHECK(file_of(made).items.size() == MadeAnswers::items - 1);
    }
}

TEST_CASE("how a class forgets") {
    SECTION("foretells its other candidates better than the defaults, faster or slower than usual") {
        const double times = GENERATE(4.0, 0.3);
        const ClassForgetting found = ForgettingClass(20, times, 1).forgetting();
        REQUIRE(found.memory);
        CHECK(found.candidates == 20);
        CHECK(found.reviews == 20 * cards_each * (answers_each - 1));
        CHECK(found.memory->reviews == found.reviews);
        CHECK(found.fit.held_out.mean() < found.fit.default_held_out.mean());
        const double best = loss_of_others(times, [&] {
            FsrsParameters w = default_fsrs();
            for (std::size_t i = 0; i < 4; ++i) w[i] = std::clamp(w[i] / times, least_fsrs()[i], most_fsrs()[i]);
            return w;
        }());
        const double usual = loss_of_others(times, default_fsrs());
        const double ours = loss_of_others(times, found.memory->parameters);
        REQUIRE(best < usual);
        CHECK(usual - ours > 0.5 * (usual - best));
    }
    SECTION("is not told of few candidates, or few answers on later days") {
        const ClassForgetting four = ForgettingClass(4, 4.0, 2).forgetting();
        CHECK(four.candidates == 4);
        CHECK_FALSE(four.memory);
        ForgettingClass little(0, 4.0, 3);
        for (int person = 0; person < 8; ++person) {
            Random random(derive(3, static_cast<std::uint64_t>(person)));
            std::vector<Review> reviews = life_of(classmate(4.0, random), random);
            reviews.resize(5 * answers_each);
            little.add(person, reviews);
        }
        CHECK(little.forgetting().reviews == 8 * 5 * (answers_each - 1));
        CHECK_FALSE(little.forgetting().memory);
    }
    SECTION("takes a new draw for another question, and nothing whose first answer is not known") {
        ForgettingClass made(0, 1.0, 4);
        Batch batch{.candidate = candidate(1)};
        const auto on_day = [](int day, std::uint32_t card) {
            return Review{.time_s = day, .card = card, .rating = Rating::good};
        };
        const auto add = [&](const Review& review, bool first) {
            const int number = static_cast<int>(batch.answers.size());
            batch.answers.push_back(ForgettingClass::answer(1, number, review, first));
        };
        for (const int day : {0, 3, 5}) add(on_day(day, 1), true);
        for (const int day : {0, 4}) add(on_day(day, 2), false);
        for (const int day : {0, 0, 2}) add(on_day(day, 3), batch.answers.size() == 5);
        REQUIRE(append_one(*made.store, batch).standing == BatchStanding::stored);
        CHECK(made.forgetting().reviews == 1);
    }
    SECTION("is the same bits each time") {
        const ForgettingClass made(6, 2.0, 5);
        REQUIRE(made.forgetting().memory);
        CHECK(made.forgetting().memory == made.forgetting().memory);
    }
}
