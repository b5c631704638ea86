#include "engine/model/fsrs_fit.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/review_simulator.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

ReviewLog simulated_log(const FsrsParameters& truth, std::size_t count, std::uint64_t seed, double train_fraction = 0.8) {
    const std::vector<Review> reviews = ReviewSimulator(truth, seed).reviews(count);
    return review_log(reviews, cards_of(reviews), train_fraction);
}

/// The loss by the public functions of FSRS-6 alone, which the golden numbers of the reference check.
double plain_loss(const ReviewLog& log, const FsrsParameters& w, LogPart part = LogPart::train) {
    double sum = 0.0;
    for (std::size_t card = 0; card < log.held_from.size(); ++card) {
        Memory memory;
        for (std::size_t i = log.start[card]; i < log.start[card + 1]; ++i) {
            const double days = static_cast<double>(log.elapsed_days[i]);
            if (i > log.start[card] && days > 0.0 && (i < log.held_from[card]) == (part == LogPart::train)) {
                const double r = retrievability(w, days, memory.stability);
                sum -= log.grade[i] > 1 ? std::log(r) : std::log(1.0 - r);
            }
            memory = review(w, memory, days, static_cast<Rating>(log.grade[i]));
        }
    }
    return sum;
}

/// Away from the bounds, where a difference on both sides can be taken.
FsrsParameters inside(FsrsParameters w) {
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double margin = 0.01 * (most_fsrs()[i] - least_fsrs()[i]);
        w[i] = std::clamp(w[i], least_fsrs()[i] + margin, most_fsrs()[i] - margin);
    }
    return w;
}

}  // namespace

TEST_CASE("loss of a review log") {
    Random random(4);
    for (const FsrsParameters& w : {default_fsrs(), someone(random), someone(random)})
        for (const std::size_t count : {30UL, 3000UL, 20'000UL}) {
            const ReviewLog log = simulated_log(w, count, 8, 0.7);
            for (const LogPart part : {LogPart::train, LogPart::held_out}) {
                const double plain = plain_loss(log, w, part);
                CHECK(std::abs(log_loss(log, part, w).sum - plain) <= 1e-9 * plain);
            }
        }
}

TEST_CASE("gradient of the loss against central differences") {
    Random random(1);
    for (int person = 0; person < 6; ++person) {
        const FsrsParameters truth = someone(random);
        const FsrsParameters w = inside(someone(random, 0.7));
        // Few cards, so that hardly ever one lies at a kink of the model within the difference.
        const ReviewLog log = simulated_log(truth, 600, 20 + static_cast<std::uint64_t>(person), 1.0);
        const FsrsParameters gradient = loss_gradient(log, w);
        for (std::size_t i = 0; i < w.size(); ++i) {
            INFO("person " << person << ", w" << i);
            const double h = 1e-6 * std::max(0.1, w[i]);
            FsrsParameters up = w;
            FsrsParameters down = w;
            up[i] += h;
            down[i] -= h;
            const double difference = (plain_loss(log, up) - plain_loss(log, down)) / (2.0 * h);
            CHECK(std::abs(gradient[i] - difference) <= 1e-5 * std::abs(difference) + 1e-4);
        }
    }
}

TEST_CASE("fit of a simulated log") {
    Random random(2);
    for (std::uint64_t person = 0; person < 3; ++person) {
        const FsrsParameters truth = someone(random);
        const ReviewLog log = simulated_log(truth, 60'000, 40 + person);
        const FsrsFit fit = *fit_fsrs(log);
        INFO("person " << person);
        REQUIRE(fit.outcome == FitOutcome::fitted);

        // With 21 parameters fitted, twice the gain over the truth on the fitted part is chi-square with at most 21
        // degrees of freedom (Wilks); 50 is exceeded by 4 in 10,000. The prior takes from it.
        const double over_truth = log_loss(log, LogPart::train, truth).sum - fit.train.sum;
        CHECK(over_truth > -10.0);
        CHECK(over_truth < 25.0);

        // A new log of the same person: nearly all that can be gained.
        const ReviewLog fresh = simulated_log(truth, 60'000, 80 + person, 1.0);
        const double usual = log_loss(fresh, LogPart::train, default_fsrs()).sum;
        const double best = log_loss(fresh, LogPart::train, truth).sum;
        CHECK(usual - log_loss(fresh, LogPart::train, fit.parameters).sum > 0.9 * (usual - best));

        for (std::size_t i = 0; i < truth.size(); ++i) {
            CHECK(fit.parameters[i] >= least_fsrs()[i]);
            CHECK(fit.parameters[i] <= most_fsrs()[i]);
        }
        // What a log tells best: recall two days after a first Good, seen on some 2,500 cards; four standard errors.
        const double recalled = retrievability(truth, 2.0, truth[2]);
        const double error = std::sqrt(recalled * (1.0 - recalled) / 2500.0);
        CHECK(std::abs(retrievability(fit.parameters, 2.0, fit.parameters[2]) - recalled) < 4.0 * error);
    }
}

TEST_CASE("a fit is never worse than the defaults where they are held out against it") {
    Random random(3);
    for (std::uint64_t person = 0; person < 30; ++person) {
        const FsrsFit fit = *fit_fsrs(simulated_log(someone(random, person % 2 == 0 ? 0.0 : 1.0), 300, 100 + person));
        CHECK(fit.held_out.sum <= fit.default_held_out.sum);
        if (fit.outcome != FitOutcome::fitted) CHECK(fit.parameters == default_fsrs());
    }
}

TEST_CASE("logs too short to fit") {
    SECTION("an empty one leaves the defaults") {
        const FsrsFit fit = *fit_fsrs(review_log({}, 0, 0.8));
        CHECK(fit.outcome == FitOutcome::too_few);
        CHECK(fit.parameters == default_fsrs());
    }
    SECTION("reviews of one day leave the defaults") {
        std::vector<Review> reviews;
        for (std::uint32_t i = 0; i < 100; ++i) reviews.push_back({.time_s = i, .card = i / 10});
        const FsrsFit fit = *fit_fsrs(review_log(reviews, 10, 0.8));
        CHECK(fit.outcome == FitOutcome::too_few);
        CHECK(fit.train.reviews == 0);
    }
    SECTION("nothing held out leaves the defaults") {
        CHECK(fit_fsrs(simulated_log(default_fsrs(), 500, 1, 1.0))->outcome == FitOutcome::unchecked);
    }
    SECTION("what a log says nothing of stays at the default") {
        // Good and, two days later, right or wrong: w2 and the shape of forgetting are all that is told.
        std::vector<Review> reviews;
        for (std::uint32_t card = 0; card < 200; ++card) {
            reviews.push_back({.time_s = card, .card = card, .rating = Rating::good});
            reviews.push_back({.time_s = 200'000 + card,
                               .card = card,
                               .elapsed_days = 2.0F,
                               .rating = card % 2 == 0 ? Rating::again : Rating::good});
        }
        const FsrsFit fit = *fit_fsrs(review_log(reviews, 200, 0.9));
        REQUIRE(fit.outcome == FitOutcome::fitted);
        CHECK(fit.parameters[2] < 0.7 * default_fsrs()[2]);
        for (std::size_t i = 0; i < 20; ++i)
            if (i != 2) CHECK(std::abs(fit.parameters[i] - default_fsrs()[i]) < 1e-12);
    }
}

TEST_CASE("split of a review log by time") {
    const std::vector<Review> reviews = {{.time_s = 50, .card = 1, .elapsed_days = 4.0F, .rating = Rating::hard},
                                         {.time_s = 10, .card = 0, .rating = Rating::again},
                                         {.time_s = 10, .card = 1, .rating = Rating::easy},
                                         {.time_s = 60, .card = 0, .elapsed_days = 5.0F, .rating = Rating::good},
                                         {.time_s = 50, .card = 0, .elapsed_days = 2.0F, .rating = Rating::easy}};
    const ReviewLog log = review_log(reviews, 2, 0.6);
    CHECK(log.start == std::vector<std::uint32_t>{0, 3, 5});
    CHECK(log.grade == std::vector<std::uint8_t>{1, 4, 3, 4, 2});
    CHECK(log.elapsed_days == std::vector<float>{0.0F, 2.0F, 5.0F, 0.0F, 4.0F});
    // Of the two reviews at 50 the one given first is fitted.
    CHECK(log.held_from == std::vector<std::uint32_t>{1, 5});
}

TEST_CASE("a fit has the same bits every time") {
    Random random(5);
    const ReviewLog log = simulated_log(someone(random), 120'000, 7);
    const FsrsFit once = *fit_fsrs(log, FitTo::all);
    for (int i = 0; i < 3; ++i) {
        const FsrsFit again = *fit_fsrs(log, FitTo::all);  // which thread takes which cards is left to chance
        CHECK(again.parameters == once.parameters);
        CHECK(again.train.sum == once.train.sum);
    }
}

TEST_CASE("progress of a fit") {
    Random random(6);
    const ReviewLog log = simulated_log(someone(random), 5'000, 7);
    SECTION("rises to one") {
        double last = 0.0;
        bool rises = true;
        CHECK(fit_fsrs(log, FitTo::all, [&](double share) {
            rises = rises && share >= last && share <= 1.0;
            last = share;
            return true;
        }));
        CHECK(rises);
        CHECK(last == 1.0);
    }
    SECTION("stops when told") {
        int calls = 0;
        CHECK(!fit_fsrs(log, FitTo::train, [&](double) { return ++calls < 2; }));
        CHECK(calls == 2);
    }
}

TEST_CASE("forgetting speed of areas") {
    // Reviews of two areas by the defaults, except that in the second days count double for forgetting.
    Random random(9);
    std::vector<Review> reviews;
    std::vector<std::uint32_t> area_of_card;
    for (std::uint32_t card = 0; card < 3000; ++card) {
        const std::uint32_t area = card % 2;
        area_of_card.push_back(area);
        Memory memory;
        double days = 0.0;
        for (std::int64_t i = 0; i < 4; ++i) {
            const bool right = i == 0 || random.uniform() < retrievability(default_fsrs(), (1 + area) * days, memory.stability);
            const Rating rating = right ? Rating::good : Rating::again;
            reviews.push_back({.time_s = i, .card = card, .elapsed_days = static_cast<float>(days), .rating = rating});
            memory = review(default_fsrs(), memory, days, rating);
            days = std::max(1.0, std::round(2.0 * memory.stability));
        }
    }
    const auto speeds =
        forgetting_speeds(review_log(reviews, area_of_card.size(), 0.8), default_fsrs(), area_of_card, 3);
    REQUIRE(speeds.size() == 3);
    CHECK(speeds[0].reviews == 4500);
    CHECK(std::abs(speeds[0].log_speed) < 4.0 * speeds[0].se);
    CHECK(std::abs(speeds[1].log_speed - std::log(2.0)) < 4.0 * speeds[1].se);
    CHECK(speeds[1].log_speed - speeds[0].log_speed > 3.0 * std::hypot(speeds[0].se, speeds[1].se));
    // An area without a review is as the prior has it.
    CHECK(speeds[2].log_speed == 0.0);
    CHECK(std::abs(speeds[2].se - 0.5) < 1e-12);
}

TEST_CASE("a fit around the parameters of a class") {
    Random random(17);
    const FsrsParameters usual = someone(random);
    SECTION("leaves these where nothing better is told") {
        const FsrsFit fit = *fit_fsrs(review_log({}, 0, 0.8), FitTo::all, {}, usual);
        CHECK(fit.outcome == FitOutcome::too_few);
        CHECK(fit.parameters == usual);
    }
    SECTION("foretells those of the class better from a short log than one around the defaults") {
        double of_class = 0.0;
        double of_defaults = 0.0;
        for (std::uint64_t person = 0; person < 20; ++person) {
            const ReviewLog log = simulated_log(usual, 400, 300 + person);
            const ReviewLog fresh = simulated_log(usual, 4'000, 600 + person, 1.0);
            const auto loss = [&](const FsrsFit& fit) { return log_loss(fresh, LogPart::train, fit.parameters).mean(); };
            of_class += loss(*fit_fsrs(log, FitTo::all, {}, usual));
            of_defaults += loss(*fit_fsrs(log, FitTo::all));
        }
        CHECK(of_class < of_defaults);
    }
}
