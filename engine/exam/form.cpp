#include "engine/exam/form.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/random.hpp"

namespace collimate {
namespace {

std::size_t at(int area) { return static_cast<std::size_t>(area); }

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

/// A form in the making.
class Assembly {
public:
    Assembly(const Outline& outline, std::span<const OrdinalRange> ranges,
             const std::function<ItemFacts(std::int64_t)>& facts, std::uint64_t seed)
        : outline_(outline), facts_(facts) {
        // Seeded by code, so that a change in one leaf leaves the draws of the others alone.
        for (std::size_t area = 0; area < outline.areas.size(); ++area)
            samplers_.emplace_back(ranges[area], derive(seed, hash_of(outline.areas[area].code)));
    }

    /// Up to `count` items of a leaf; how many there were.
    int take(int leaf, int count) {
        int taken = 0;
        while (taken < count) {
            const auto ordinal = samplers_[at(leaf)].next();
            if (!ordinal) break;
            if (!company_.admit(facts_(*ordinal))) continue;
            items.push_back({.ordinal = *ordinal, .area = leaf});
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
    std::vector<Sampler> samplers_;
    Company company_;
};

}  // namespace

std::vector<int> allocate(const Outline& outline, int length) {
    const std::vector<double> weights = area_weights(outline);
    std::vector<int> counts(outline.areas.size());
    split(length, outline.children_of(-1), weights, counts);
    for (int area = 0; area < static_cast<int>(outline.areas.size()); ++area) {
        const std::vector<int> children = outline.children_of(area);
        if (children.empty()) continue;
        split(counts[at(area)], children, weights, counts);
        counts[at(area)] = 0;
    }
    return counts;
}

Form assemble(const Outline& outline, std::span<const OrdinalRange> ranges,
              const std::function<ItemFacts(std::int64_t ordinal)>& facts, int length, std::uint64_t seed) {
    const std::vector<int> wanted = allocate(outline, length);
    Assembly assembly(outline, ranges, facts, seed);
    Form form;
    for (const int leaf : outline.leaves()) {
        const int got = assembly.take(leaf, wanted[at(leaf)]);
        if (got < wanted[at(leaf)]) form.shortages.push_back({.area = leaf, .wanted = wanted[at(leaf)], .got = got});
    }
    for (Shortage& shortage : form.shortages)
        shortage.replaced = assembly.take_from_relatives(shortage.area, shortage.wanted - shortage.got);
    form.items = std::move(assembly.items);
    Random random(derive(seed, hash_of("order of the form")));
    random.shuffle(std::span<FormItem>(form.items));
    return form;
}

}  // namespace collimate
