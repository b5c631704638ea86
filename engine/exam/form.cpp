#include "engine/exam/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/index.hpp"
#include "engine/base/random.hpp"

namespace collimate {
namespace {

/// Hamilton's method. Shares within a billionth of an item of a whole number count as that number: published counts
/// come as quotients.
void split(int count, const std::vector<int>& areas, const std::vector<double>& weights, std::vector<int>& counts) {
    double sum = 0.0;
    for (const int area : areas) sum += weights[at(area)];
    std::vector<std::pair<std::int64_t, int>> remainders;  // in billionths
    int left = count;
    for (const int area : areas) {
        const double share = sum > 0.0 ? count * weights[at(area)] / sum : count / static_cast<double>(areas.size());
        const double whole = std::floor(share + 1e-9);
        counts[at(area)] = static_cast<int>(whole);
        remainders.emplace_back(std::llround((share - whole) * 1e9), area);
        left -= counts[at(area)];
    }
    std::stable_sort(remainders.begin(), remainders.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; left > 0; ++i, --left) ++counts[at(remainders[i % remainders.size()].second)];
}

/// Draws without repeats from a range, at a cost that depends on the draws alone: Fisher and Yates, remembering only
/// the places that have been touched.
class Sampler {
public:
    Sampler(OrdinalRange range, std::uint64_t seed) : range_(range), random_(seed) {}

    std::optional<std::int64_t> next() {
        const std::int64_t left = range_.size() - drawn_;
        if (left <= 0) return std::nullopt;
        const std::int64_t place = drawn_ + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(left)));
        const std::int64_t value = value_at(place);
        moved_[place] = value_at(drawn_);
        moved_.erase(drawn_++);
        return range_.first + value;
    }

private:
    std::int64_t value_at(std::int64_t place) const {
        const auto found = moved_.find(place);
        return found == moved_.end() ? place : found->second;
    }

    OrdinalRange range_;
    Random random_;
    std::int64_t drawn_ = 0;
    std::unordered_map<std::int64_t, std::int64_t> moved_;
};

/// What the items chosen so far rule out.
class Company {
public:
    /// Takes the item in unless it is retired or does not go with the others.
    bool admit(const ItemFacts& item) {
        const bool clashes = item.retired || shunned_.contains(item.id) ||
                             (!item.family.empty() && families_.contains(item.family)) ||
                             std::any_of(item.enemies.begin(), item.enemies.end(),
                                         [this](const std::string& enemy) { return ids_.contains(enemy); });
        if (clashes) return false;
        ids_.insert(item.id);
        if (!item.family.empty()) families_.insert(item.family);
        shunned_.insert(item.enemies.begin(), item.enemies.end());
        return true;
    }

private:
    std::unordered_set<std::string> ids_;
    std::unordered_set<std::string> families_;
    std::unordered_set<std::string> shunned_;
};

/// The items of one leaf in the order they are drawn: at random, those met before after all others, the least met
/// first.
class Leaf {
public:
    Leaf(OrdinalRange range, std::uint64_t seed) : sampler_(range, seed) {}

    struct Candidate {
        std::int64_t ordinal = 0;
        ItemFacts facts;
    };

    std::optional<Candidate> next(const std::function<ItemFacts(std::int64_t)>& facts) {
        while (const auto ordinal = sampler_.next()) {
            Candidate candidate{.ordinal = *ordinal, .facts = facts(*ordinal)};
            if (candidate.facts.exposures == 0) return candidate;
            met_.emplace(candidate.facts.exposures, std::move(candidate));
        }
        if (met_.empty()) return std::nullopt;
        Candidate candidate = std::move(met_.begin()->second);
        met_.erase(met_.begin());
        return candidate;
    }

private:
    Sampler sampler_;
    std::multimap<int, Candidate> met_;  ///< equal keys in the order drawn
};

/// A form in the making.
class Assembly {
public:
    Assembly(const Outline& outline, std::span<const OrdinalRange> ranges,
             const std::function<ItemFacts(std::int64_t)>& facts, std::uint64_t seed)
        : outline_(outline), facts_(facts) {
        // Seeded by code, so that a change in one leaf leaves the draws of the others alone.
        for (std::size_t area = 0; area < outline.areas.size(); ++area)
            leaves_.emplace_back(ranges[area], derive(seed, hash_of(outline.areas[area].code)));
    }

    /// Up to `count` items of a leaf; how many there were.
    int take(int leaf, int count) {
        int taken = 0;
        while (taken < count) {
            const auto candidate = leaves_[at(leaf)].next(facts_);
            if (!candidate) break;
            if (!company_.admit(candidate->facts)) continue;
            items.push_back({.ordinal = candidate->ordinal, .area = leaf});
            ++taken;
        }
        return taken;
    }

    /// Up to `count` items from other leaves under the same branch, nearest branch first, one from each in turn.
    int take_from_relatives(int leaf, int count) {
        int taken = 0;
        for (int branch = outline_.areas[at(leaf)].parent; branch >= 0; branch = outline_.areas[at(branch)].parent) {
            std::vector<int> donors = leaves_under(branch);
            while (taken < count && !donors.empty()) {
                std::vector<int> not_exhausted;
                for (const int donor : donors) {
                    if (taken == count || take(donor, 1) == 0) continue;
                    ++taken;
                    not_exhausted.push_back(donor);
                }
                donors = std::move(not_exhausted);
            }
        }
        return taken;
    }

    std::vector<FormItem> items;

private:
    std::vector<int> leaves_under(int branch) const {
        std::vector<int> found;
        for (const int leaf : outline_.leaves()) {
            int up = leaf;
            while (up >= 0 && up != branch) up = outline_.areas[at(up)].parent;
            if (up == branch) found.push_back(leaf);
        }
        return found;
    }

    const Outline& outline_;
    const std::function<ItemFacts(std::int64_t)>& facts_;
    std::vector<Leaf> leaves_;
    Company company_;
};

/// Takes what each leaf is to hold; the leaves that have too few.
std::vector<Shortage> fill(Assembly& assembly, const Outline& outline, const std::vector<int>& wanted) {
    std::vector<Shortage> shortages;
    for (const int leaf : outline.leaves()) {
        const int got = assembly.take(leaf, wanted[at(leaf)]);
        if (got < wanted[at(leaf)]) shortages.push_back({.area = leaf, .wanted = wanted[at(leaf)], .got = got});
    }
    return shortages;
}

std::vector<Shortage> fill_with_relatives(Assembly& assembly, const Outline& outline, const std::vector<int>& wanted) {
    std::vector<Shortage> shortages = fill(assembly, outline, wanted);
    for (Shortage& shortage : shortages)
        shortage.replaced = assembly.take_from_relatives(shortage.area, shortage.wanted - shortage.got);
    return shortages;
}

/// Splits what stands at `branch` (-1: the whole) down to the leaves.
void split_down(const Outline& outline, const std::vector<double>& weights, int branch, int count,
                std::vector<int>& counts) {
    const std::vector<int> children = outline.children_of(branch);
    if (children.empty()) {
        counts[at(branch)] = count;
        return;
    }
    split(count, children, weights, counts);
    for (const int child : children) {
        const int share = std::exchange(counts[at(child)], 0);
        split_down(outline, weights, child, share, counts);
    }
}

/// Where an outline does not say how long a form is; the commonest length of ARDMS forms.
constexpr int assumed_items = 170;

constexpr std::int64_t minute_ms = 60'000;

int divisor(FormLength length) { return length == FormLength::full ? 1 : length == FormLength::half ? 2 : 4; }

constexpr std::array<std::string_view, 3> length_names = {"full", "half", "quarter"};

std::vector<int> wanted_by(const Outline& outline, const ExamPlan& plan, int length) {
    return plan.section ? allocate(outline, length, *plan.section) : allocate(outline, length);
}

}  // namespace

std::vector<int> allocate(const Outline& outline, int length) { return allocate(outline, length, -1); }

std::vector<int> allocate(const Outline& outline, int length, int branch) {
    std::vector<int> counts(outline.areas.size());
    split_down(outline, area_weights(outline), branch, length, counts);
    return counts;
}

Form assemble(const Outline& outline, std::span<const OrdinalRange> ranges,
              const std::function<ItemFacts(std::int64_t ordinal)>& facts, int length, std::uint64_t seed) {
    Assembly assembly(outline, ranges, facts, seed);
    Form form;
    form.shortages = fill_with_relatives(assembly, outline, allocate(outline, length));
    form.items = std::move(assembly.items);
    Random random(derive(seed, hash_of("order of the form")));
    random.shuffle(std::span<FormItem>(form.items));
    return form;
}

std::string_view name_of(FormLength length) { return length_names[static_cast<std::size_t>(length)]; }

std::optional<FormLength> form_length_from(std::string_view name) {
    const auto found = std::find(length_names.begin(), length_names.end(), name);
    if (found == length_names.end()) return std::nullopt;
    return static_cast<FormLength>(found - length_names.begin());
}

ExamPlan plan_exam(const Outline& outline, std::optional<int> section, FormLength length) {
    if (section && (*section < 0 || at(*section) >= outline.areas.size() || outline.areas[at(*section)].parent >= 0))
        throw Refused(fmt::format("a section exam is one category of {}; choose one of those", outline.exam));
    ExamPlan plan{.section = section,
                  .length = length,
                  .length_assumed = !outline.scored_items,
                  .time_assumed = !outline.minutes};
    const int whole = outline.scored_items.value_or(assumed_items);
    const int whole_pilots = outline.pilot_items.value_or(0);
    const double share = (section ? area_weights(outline)[at(*section)] : 1.0) / divisor(length);
    // Published counts come as quotients, so a whole number may fall a hair short of itself.
    const auto of = [share](int count) { return static_cast<int>(std::floor(count * share + 0.5 + 1e-9)); };
    plan.scored = std::max(1, of(whole));
    plan.pilots = of(whole_pilots);
    const int questions = whole + whole_pilots;
    const std::int64_t whole_ms = outline.minutes.value_or(questions) * minute_ms;
    plan.time_ms = (whole_ms * (plan.scored + plan.pilots) + questions / 2) / questions;
    return plan;
}

int ExamForm::scored() const { return static_cast<int>(items.size()) - pilots(); }

int ExamForm::pilots() const {
    return static_cast<int>(std::count_if(items.begin(), items.end(), [](const ExamItem& item) { return item.pilot; }));
}

ExamForm assemble_exam(const Outline& outline, std::span<const OrdinalRange> ranges,
                       const std::function<ItemFacts(std::int64_t ordinal)>& facts, const ExamPlan& plan,
                       std::uint64_t seed) {
    Assembly assembly(outline, ranges, facts, seed);
    ExamForm form;
    form.shortages = fill_with_relatives(assembly, outline, wanted_by(outline, plan, plan.scored));
    const std::size_t scored = assembly.items.size();
    form.pilot_shortages = fill(assembly, outline, wanted_by(outline, plan, plan.pilots));
    for (std::size_t i = 0; i < assembly.items.size(); ++i)
        form.items.push_back(
            {.ordinal = assembly.items[i].ordinal, .area = assembly.items[i].area, .pilot = i >= scored});
    Random random(derive(seed, hash_of("order of the form")));
    random.shuffle(std::span<ExamItem>(form.items));
    return form;
}

}  // namespace collimate
