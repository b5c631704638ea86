#include "engine/study/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/index.hpp"
#include "engine/study/desk_impl.hpp"

namespace collimate {
namespace {

constexpr double share_fitted = 0.8;
constexpr double z_95 = 1.959963984540054;

/// Number of each area's category among the categories.
std::vector<std::uint32_t> category_of_area(const Outline& outline) {
    const std::vector<int> categories = outline.children_of(-1);
    std::vector<std::uint32_t> number(outline.areas.size());
    for (std::size_t i = 0; i < categories.size(); ++i) number[at(categories[i])] = static_cast<std::uint32_t>(i);
    for (std::size_t i = 0; i < number.size(); ++i)  // parents come before their children
        if (outline.areas[i].parent >= 0) number[i] = number[at(outline.areas[i].parent)];
    return number;
}

/// Walks the log as the record does and notes each answer as a review.
class ReviewCollector {
public:
    explicit ReviewCollector(const Desk::Impl& desk)
        : desk_(desk),
          category_(category_of_area(*desk.outline)),
          walk_(expecting({.rescored = desk.state().rescored, .model = desk.state().model})),
          card_(desk.heads.size(), none) {}

    void take(const Event& event) {
        const auto* told = std::get_if<Answered>(&event.body);
        const auto ordinal = told ? desk_.ordinal_of(told->item) : std::nullopt;
        if (!ordinal || desk_.heads[*ordinal].parametric) return apply(walk_, event);
        const Answered answer = as_it_stands(walk_, event.seq, *told);
        const bool seen = walk_.item(answer.item).seen();
        const Day last_day = walk_.item(answer.item).last_day;
        const Rating rating = rating_of(answer.right, answer.confidence, answer.elapsed_ms, walk_.pace.median());
        apply(walk_, event);
        const Day elapsed = seen ? std::max(0, walk_.day - last_day) : 0;
        log_.reviews.push_back({.time_s = event.seq,
                                .card = card_of(*ordinal),
                                .elapsed_days = static_cast<float>(elapsed),
                                .rating = rating});
    }

    [[nodiscard]] MemoryLog log() { return std::move(log_); }

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    std::uint32_t card_of(std::size_t ordinal) {
        if (card_[ordinal] == none) {
            card_[ordinal] = static_cast<std::uint32_t>(log_.cards++);
            log_.category_of_card.push_back(category_[at(desk_.heads[ordinal].area)]);
        }
        return card_[ordinal];
    }

    const Desk::Impl& desk_;
    std::vector<std::uint32_t> category_;
    ExamState walk_;
    std::vector<std::uint32_t> card_;
    MemoryLog log_;
};

/// `1,240`.
std::string with_commas(std::int64_t value) {
    std::string figures = std::to_string(value);
    for (std::size_t from_end = 3; from_end < figures.size(); from_end += 4)
        figures.insert(figures.size() - from_end, ",");
    return figures;
}

std::string speed_sentence(const MemoryFitted& fit) {
    const double times = std::exp(fit.log_speed);
    const bool sure = std::abs(fit.log_speed) > z_95 * fit.log_speed_se;
    if (!sure || (times > 0.91 && times < 1.1)) return "You forget about as fast as the usual curve says.";
    return fmt::format("You forget about {:.1f} times as fast as the usual curve says (95 % interval {:.1f} to {:.1f}).",
                       times, std::exp(fit.log_speed - z_95 * fit.log_speed_se),
                       std::exp(fit.log_speed + z_95 * fit.log_speed_se));
}

/// A class's memory rests on no reviews of one's own.
bool own_reviews_tell(const ExamState& state) {
    return state.fit && !(state.fit->told.of_class && state.fit->told.reviews == 0);
}

}  // namespace

std::int64_t repeats(const ExamState& state) { return state.all.answers - state.fresh.answers; }

bool fit_is_due(const ExamState& state, Day today) {
    if (repeats(state) < least_reviews_to_fit) return false;
    if (!own_reviews_tell(state)) return true;
    return today - state.fit->day >= days_between_fits && repeats(state) > state.fit->told.reviews;
}

std::optional<MemoryFitted> fit_memory(const MemoryLog& log, const FitProgress& progress) {
    const ReviewLog split = review_log(log.reviews, log.cards, share_fitted);
    const auto fit = fit_fsrs(split, FitTo::all, progress, log.of_class.value_or(default_fsrs()));
    if (!fit) return {};
    const std::vector<std::uint32_t> together(log.cards, 0);
    const ForgettingSpeed speed = forgetting_speeds(split, default_fsrs(), together, 1).front();
    return MemoryFitted{.parameters = fit->parameters,
                        .own = fit->outcome == FitOutcome::fitted,
                        .of_class = log.of_class.has_value(),
                        .reviews = static_cast<std::int64_t>(speed.reviews),
                        .held_out = static_cast<std::int64_t>(fit->held_out.reviews),
                        .loss = fit->held_out.mean(),
                        .default_loss = fit->default_held_out.mean(),
                        .log_speed = speed.log_speed,
                        .log_speed_se = speed.se};
}

std::vector<std::string> fit_sentences(const ExamState& state) {
    if (!own_reviews_tell(state)) {
        const std::string usual = state.fit ? "Reviews come back by the forgetting curve of a class."
                                            : "Reviews come back by the usual forgetting curve.";
        if (repeats(state) >= least_reviews_to_fit) return {usual + " Your own can be fitted now."};
        return {usual + fmt::format(" Your own is fitted once {} questions were answered again; now it is {}.",
                                    least_reviews_to_fit, with_commas(repeats(state)))};
    }
    const MemoryFitted& fit = state.fit->told;
    const std::string day = short_date(state.fit->day);
    const std::string_view other = fit.of_class ? "that of a class" : "the usual one";
    if (!fit.own)
        return {fmt::format("On {} a curve of your own foretold your last {} reviews no better than {}, which stays.", day,
                            with_commas(fit.held_out), other),
                speed_sentence(fit)};
    return {speed_sentence(fit),
            fmt::format("Fitted on {} to {} reviews. The last {} were kept aside, and there your curve foretold better "
                        "than {} (log loss {:.3f} against {:.3f}; less is better).",
                        day, with_commas(fit.reviews), with_commas(fit.held_out), other, fit.loss, fit.default_loss)};
}

std::string contrast_sentence(const MemoryByArea& memory, const std::vector<std::string>& titles) {
    if (memory.areas.size() < 2) return {};
    if (!memory.contrast) return "The answers do not tell yet that you forget one area faster than another.";
    const SpeedContrast& contrast = *memory.contrast;
    return fmt::format("You forget {} {:.1f} times as fast as {} (95 % interval {:.1f} to {:.1f}).",
                       titles[contrast.fast], contrast.ratio(), titles[contrast.slow], contrast.ratio_low(),
                       contrast.ratio_high());
}

MemoryLog Desk::memory_log() const {
    ReviewCollector collector(*impl_);
    record().each_event(outline().exam, 0, [&](const Event& event) { collector.take(event); });
    MemoryLog log = collector.log();
    if (bank().memory()) log.of_class = bank().memory()->parameters;
    return log;
}

MemoryByArea Desk::memory_by_area(Day today) const {
    const std::vector<int> categories = outline().children_of(-1);
    auto& kept = impl_->speeds_kept;
    if (!kept || kept->seq != record().last_seq()) {
        const MemoryLog log = memory_log();
        kept = {.seq = record().last_seq(),
                .by_category = forgetting_speeds(review_log(log.reviews, log.cards, 1.0), state().model.parameters,
                                                 log.category_of_card, categories.size())};
    }
    const std::vector<std::uint32_t> category = category_of_area(outline());
    std::vector<AreaMemory> all(categories.size());
    for (std::size_t i = 0; i < heads().size(); ++i) {
        if (heads()[i].retired || heads()[i].parametric || !impl_->items[i].seen()) continue;
        AreaMemory& area = all[category[at(heads()[i].area)]];
        ++area.seen;
        area.kept += impl_->retrievability_at(i, today);
    }
    MemoryByArea memory;
    std::vector<ForgettingSpeed> speeds;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].seen == 0) continue;
        const ForgettingSpeed& speed = kept->by_category[i];
        speeds.push_back(speed);
        memory.areas.push_back({.area = categories[i],
                                .seen = all[i].seen,
                                .kept = all[i].kept / all[i].seen,
                                .reviews = speed.reviews,
                                .few = speed.reviews < least_compared});
    }
    memory.contrast = clearest_contrast(speeds);
    return memory;
}

void Desk::take_class_memory(Now now) {
    const auto& memory = bank().memory();
    if (!memory || (state().fit && state().fit->told.own) || state().model.parameters == memory->parameters) return;
    keep_fit({.parameters = memory->parameters, .of_class = true}, now);
}

void Desk::keep_fit(const MemoryFitted& fitted, Now now) {
    record().append(outline().exam, fitted, now);
    for (const ItemHead& head : heads()) impl_->refresh(head.id);
}

}  // namespace collimate
