#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/base/random.hpp"

namespace collimate::cohort {

/// A question of a bank as made-up candidates meet it: what the bank says of it, and what only they know.
struct MadeUpItem {
    std::int64_t ordinal = 0;
    std::string id;
    int revision = 1;
    int area = 0;  ///< leaf, index into the outline
    std::string area_code;
    ItemType type = ItemType::single;
    double difficulty = 0.0;  ///< authored, logits
    double chance = 0.0;
    bool parametric = false;
    std::string family;
    std::string key;                                       ///< letters of the right answer; empty for a number
    std::vector<std::pair<std::string, double>> mistaken;  ///< other answers with their shares, which sum to 1
    double hardness = 0.0;                                 ///< true difficulty: the authors are only roughly right
    double slope = 1.0;                                    ///< how sharply it separates
    int skill = 0;                                         ///< of `MadeUpCharacter::skills`, across the outline
    std::vector<std::size_t> points;                       ///< numbers of its learning points
};

/// The questions of a bank that are not retired; the same seed gives the same.
[[nodiscard]] std::vector<MadeUpItem> made_up_items(const Bank& bank, std::uint64_t seed);

inline constexpr int made_up_skills = 6;

/// What a made-up candidate brings along and how they work.
struct MadeUpCharacter {
    double level = 0.0;              ///< logits
    std::vector<double> area_shift;  ///< one per area of the outline
    std::vector<double> skills;      ///< `made_up_skills` of them, cutting across the areas
    double haste = 0.0;              ///< 0 reads every question, 1 none
    double median_seconds = 40.0;    ///< of an answer
};

struct MadeUpAnswer {
    bool right = false;
    std::string letters;
    std::int64_t elapsed_ms = 0;
};

/// A mind that is not our model of ability: single learning points are learned with each question on them and forgotten
/// by a power law, skills cut across the areas of the outline, and who hurries does not use what they know.
class MadeUpLearner {
public:
    /// `points`: of the bank.
    MadeUpLearner(MadeUpCharacter character, std::size_t points, std::uint64_t seed);

    /// Chance of the right answer on a day.
    [[nodiscard]] double right(const MadeUpItem& item, Day day) const;
    /// Answers and, as the explanation is read, learns.
    [[nodiscard]] MadeUpAnswer answer(const MadeUpItem& item, Day day);

private:
    struct Trace {
        double strength = 0.0;
        Day day = 0;
    };
    [[nodiscard]] double recalled(std::size_t point, Day day) const;

    MadeUpCharacter character_;
    std::vector<Trace> traces_;
    Random random_;
};

/// The letters answered where it was not right: what is mistaken for the key most often comes most often.
[[nodiscard]] const std::string& mistake(const MadeUpItem& item, Random& random);

}  // namespace collimate::cohort
