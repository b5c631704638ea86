#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "bench/simulate/world.hpp"

namespace collimate::simulate {

/// A mind that studies for an exam. It knows nothing of how anyone models it.
class Learner {
public:
    virtual ~Learner() = default;
    /// Chance to be right today on a question whose wording is new.
    [[nodiscard]] virtual double right(const Question& question) const = 0;
    /// Reads the explanation after an answer; `share` of what full attention to a new question gives.
    virtual void learn(const Question& question, bool was_right, double share) = 0;
    virtual void night() = 0;
    /// The same mind with other luck from here on.
    [[nodiscard]] virtual std::unique_ptr<Learner> twin(std::uint64_t luck) const = 0;
};

/// The families; each has its own memory law, structure of knowledge and way of failing.
enum class Family {
    traces,     ///< discrete facts, each forgotten by a power law; a question needs all of its concepts
    clusters,   ///< skills on hidden clusters that cut across the outline; practice by a power law, slow decay
    curves,     ///< skills of leaves, questions of unequal sharpness, a plateau of one's own; some start far behind
    two_stage,  ///< a fast and a slow store of each concept; the weakest concept decides
    misconceptions,  ///< facts known, unknown or known wrongly, built on one another, falling back
    moods,           ///< exponential forgetting, attention that comes and goes, missed days, a pause, cramming
    labels,          ///< clusters again, in banks whose difficulties are badly off
    disuse,          ///< nothing stored is lost, reaching it is; what was hard to reach is stored best
    confusions,      ///< facts in pairs, each taken for the other until both are told apart
};
inline constexpr std::array all_families = {Family::traces,         Family::clusters, Family::curves, Family::two_stage,
                                            Family::misconceptions, Family::moods,    Family::labels};

[[nodiscard]] std::string_view name_of(Family family);
/// The model's constants were chosen on these families; the others were held out.
[[nodiscard]] bool tuned_on(Family family);

/// Scale of a family: how far candidates differ, and how fast they learn. Set by `anchored`.
struct Scale {
    double spread = 1.0;
    double rate = 1.0;
};

/// What the published figures and plain judgement say of candidates, as proportions of an exam right.
struct Anchor {
    double spread = 0.085;  ///< SD of true scores of first-time candidates; published spreads of scores give .08 to .10
    double gain = 0.09;     ///< mean rise by 60 days of 45 minutes; not published
};
[[nodiscard]] Anchor anchor_of(Family family);

/// `level` is in SD of first-time candidates.
[[nodiscard]] std::unique_ptr<Learner> make_learner(Family family, const World& world, Scale scale, double level,
                                                    std::uint64_t seed);

}  // namespace collimate::simulate
