#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/model/fsrs_fit.hpp"

namespace collimate::test {

/// Reviews of one person whose memory follows `truth`, scheduled by the default parameters for nine of ten, on days that
/// slip; about ten reviews a card, half of all lapses relearned the same day.
class ReviewSimulator {
public:
    ReviewSimulator(const FsrsParameters& truth, std::uint64_t seed) : truth_(truth), random_(seed) {}

    /// At least `reviews` of them, card by card; cards begin within two years.
    std::vector<Review> reviews(std::size_t count) {
        std::vector<Review> reviews;
        for (std::uint32_t card = 0; reviews.size() < count; ++card) add_card(card, reviews);
        return reviews;
    }

private:
    Rating one_of(double again, double hard, double good) {
        const double u = random_.uniform();
        return u < again ? Rating::again : u < again + hard ? Rating::hard : u < again + hard + good ? Rating::good
                                                                                                 : Rating::easy;
    }

    void add_card(std::uint32_t card, std::vector<Review>& reviews) {
        double day = std::floor(730.0 * random_.uniform());
        double elapsed = 0.0;
        Memory memory;
        Memory scheduled;
        const std::uint64_t length = 4 + random_.below(13);
        for (std::uint64_t i = 0; i < length; ++i) {
            const Rating rating = i == 0          ? one_of(0.25, 0.1, 0.5)
                                  : elapsed > 0.0 ? one_of(1.0 - retrievability(truth_, elapsed, memory.stability), 0.1,
                                                           retrievability(truth_, elapsed, memory.stability) - 0.2)
                                                  : one_of(0.1, 0.1, 0.7);
            reviews.push_back({.time_s = static_cast<std::int64_t>(day) * 86'400 + static_cast<std::int64_t>(60 * i),
                               .card = card,
                               .elapsed_days = static_cast<float>(elapsed),
                               .rating = rating});
            memory = review(truth_, memory, elapsed, rating);
            scheduled = review(default_fsrs(), scheduled, elapsed, rating);
            const bool again_today = rating == Rating::again && random_.uniform() < 0.5;
            const double wait = interval(default_fsrs(), scheduled.stability, 0.9) * std::exp(0.4 * random_.normal());
            elapsed = again_today ? 0.0 : std::clamp(std::round(wait), 1.0, 1000.0);
            day += elapsed;
        }
    }

    FsrsParameters truth_;
    Random random_;
};

/// Somebody whose parameters lie about the defaults: each at `spread` published standard deviations times a standard
/// normal, w0..w3 by a factor e^(1.2 spread normal) and rising, all within the bounds.
inline FsrsParameters someone(Random& random, double spread = 1.0) {
    constexpr FsrsParameters sd = {0.0, 0.0, 0.0, 0.0,  0.57, 0.28, 0.6,  0.12, 0.39, 0.18, 0.33,
                                   0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27};
    FsrsParameters w = default_fsrs();
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double by = spread * random.normal();
        w[i] = std::clamp(i < 4 ? w[i] * std::exp(1.2 * by) : w[i] + sd[i] * by, least_fsrs()[i], most_fsrs()[i]);
    }
    std::sort(w.begin(), w.begin() + 4);
    return w;
}

[[nodiscard]] inline std::size_t cards_of(const std::vector<Review>& reviews) {
    std::uint32_t most = 0;
    for (const Review& review : reviews) most = std::max(most, review.card + 1);
    return most;
}

}  // namespace collimate::test
