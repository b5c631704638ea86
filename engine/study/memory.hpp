#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/fsrs_fit.hpp"
#include "engine/record/state.hpp"

namespace collimate {

/// The answers of one exam as the schedule counts them: of questions that the bank holds and that are not drawn anew
/// each time.
struct MemoryLog {
    std::vector<Review> reviews;  ///< in order; `time_s` is the event's number
    std::size_t cards = 0;
    std::vector<std::uint32_t> category_of_card;  ///< by number among the outline's categories
    std::optional<FsrsParameters> of_class;       ///< the usual parameters where the bank brings a class's
};

/// Answers to questions met before that a fit waits for, and days between two fits that nobody asked for. From 300
/// reviews a fit gains some three fifths of what can be gained with people unlike the defaults (bench/fit).
inline constexpr std::int64_t least_reviews_to_fit = 300;
inline constexpr Day days_between_fits = 7;

/// Answers so far to questions met before.
[[nodiscard]] std::int64_t repeats(const ExamState& state);

/// Whether enough was reviewed, the last fit is old enough, and there are reviews it has not seen.
[[nodiscard]] bool fit_is_due(const ExamState& state, Day today);

/// Fits the memory model to four fifths of the reviews by time and judges it on the rest: the usual parameters, a class's
/// or the defaults, stand where they are no worse there. Absent when `progress` said stop.
[[nodiscard]] std::optional<MemoryFitted> fit_memory(const MemoryLog& log, const FitProgress& progress = {});

/// What the last fit came to, or when there will be one, in sentences for the candidate.
[[nodiscard]] std::vector<std::string> fit_sentences(const ExamState& state);

/// One category of the outline.
struct AreaMemory {
    int area = 0;              ///< index into the outline
    int seen = 0;              ///< questions
    double kept = 0.0;         ///< mean chance of remembering them today
    std::size_t reviews = 0;   ///< on a later day
    bool few = true;           ///< under `least_compared` reviews: the curve is that of all areas together
};

struct MemoryByArea {
    std::vector<AreaMemory> areas;          ///< those of which something was seen
    std::optional<SpeedContrast> contrast;  ///< `fast` and `slow` are indices into `areas`; absent where none is sure
};

/// How fast one area is forgotten beside another, in a sentence, or that the answers do not tell yet; empty with fewer
/// than two areas. `titles` of the areas.
[[nodiscard]] std::string contrast_sentence(const MemoryByArea& memory, const std::vector<std::string>& titles);

}  // namespace collimate
