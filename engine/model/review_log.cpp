#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/model/fsrs_fit.hpp"

namespace collimate {
namespace {

/// Tells for each review, in the order given, whether it is among the first `count` by time.
class EarliestReviews {
public:
    EarliestReviews(std::span<const Review> reviews, std::size_t count) : all_(count >= reviews.size()) {
        if (all_) return;
        std::vector<std::int64_t> times(reviews.size());
        std::transform(reviews.begin(), reviews.end(), times.begin(), [](const Review& r) { return r.time_s; });
        const auto at = times.begin() + static_cast<std::ptrdiff_t>(count);
        std::nth_element(times.begin(), at, times.end());
        moment_ = *at;
        const auto earlier = std::count_if(times.begin(), at, [&](std::int64_t t) { return t < moment_; });
        ties_ = count - static_cast<std::size_t>(earlier);
    }

    [[nodiscard]] bool take(const Review& review) {
        if (all_ || review.time_s < moment_) return true;
        if (review.time_s > moment_ || ties_ == 0) return false;
        --ties_;
        return true;
    }

private:
    bool all_;
    std::int64_t moment_ = 0;
    std::size_t ties_ = 0;
};

}  // namespace

ReviewLog review_log(std::span<const Review> reviews, std::size_t cards, double train_fraction) {
    ReviewLog log{.start = std::vector<std::uint32_t>(cards + 1),
                  .held_from = std::vector<std::uint32_t>(cards),
                  .elapsed_days = std::vector<float>(reviews.size()),
                  .grade = std::vector<std::uint8_t>(reviews.size())};
    EarliestReviews earliest(reviews, static_cast<std::size_t>(std::llround(std::clamp(train_fraction, 0.0, 1.0) *
                                                                            static_cast<double>(reviews.size()))));
    for (const Review& review : reviews) {
        assert(review.card < cards);
        ++log.start[review.card + 1];
        if (earliest.take(review)) ++log.held_from[review.card];
    }
    std::partial_sum(log.start.begin(), log.start.end(), log.start.begin());
    std::vector<std::uint32_t> order(reviews.size());
    std::vector<std::uint32_t> next(log.start.begin(), log.start.end() - 1);
    for (std::size_t i = 0; i < reviews.size(); ++i) order[next[reviews[i].card]++] = static_cast<std::uint32_t>(i);
    for (std::size_t card = 0; card < cards; ++card) {
        log.held_from[card] += log.start[card];
        const auto earlier = [&](std::uint32_t a, std::uint32_t b) { return reviews[a].time_s < reviews[b].time_s; };
        const auto begin = order.begin() + static_cast<std::ptrdiff_t>(log.start[card]);
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(log.start[card + 1]);
        if (!std::is_sorted(begin, end, earlier)) std::stable_sort(begin, end, earlier);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        log.elapsed_days[i] = reviews[order[i]].elapsed_days;
        log.grade[i] = static_cast<std::uint8_t>(reviews[order[i]].rating);
    }
    return log;
}

}  // namespace collimate
