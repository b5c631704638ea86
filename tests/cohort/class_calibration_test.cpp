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
