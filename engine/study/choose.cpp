// Which question comes next, and which questions a session draws.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/study/desk_impl.hpp"

namespace collimate {
namespace {

using Ordinals = std::vector<std::int64_t>;

constexpr std::array<std::string_view, 4> policy_names = {"plan", "due", "weakest", "random"};
constexpr std::array<std::string_view, 5> why_names = {"due review", "new", "weak area", "probe", "random"};
constexpr std::array<std::string_view, 5> pool_names = {"all", "unused", "wrong", "flagged", "due"};
constexpr std::array<std::string_view, 4> band_names = {"any", "easy", "medium", "hard"};

template <class Enum, std::size_t n>
std::optional<Enum> enum_from(const std::array<std::string_view, n>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

/// Percent of first-time candidates expected to be right, from difficulty and guess floor.
double expected_percent(const ItemHead& head) { return 100.0 * probability_right(0.0, head.label().difficulty, head.chance); }

bool in_band(const ItemHead& head, DifficultyBand band) {
    const double expected = expected_percent(head);
    switch (band) {
        case DifficultyBand::any:
            return true;
        case DifficultyBand::easy:
            return expected >= 75.0;
        case DifficultyBand::medium:
            return expected >= 50.0 && expected < 75.0;
        case DifficultyBand::hard:
            return expected < 50.0;
    }
    return true;
}

bool in_state(const ItemState& item, PoolState state, Day today) {
    switch (state) {
        case PoolState::all:
            return true;
        case PoolState::unused:
            return !item.seen();
        case PoolState::wrong:
            return item.last_wrong();
        case PoolState::flagged:
            return item.flagged;
        case PoolState::due:
            return item.seen() && item.due <= today;
    }
    return true;
}

std::int64_t pick(const Ordinals& from, std::uint64_t seed) { return from[Random(seed).below(from.size())]; }

/// One step of drawing by blueprint: the leaf furthest behind its share of what was taken so far, among those that
/// still have something; the first in the outline where two are alike.
int leaf_furthest_behind(const std::vector<double>& weight, const std::vector<int>& taken,
                         const std::vector<bool>& has) {
    int total = 0;
    for (const int n : taken) total += n;
    int best = -1;
    double most = 0.0;
    for (std::size_t leaf = 0; leaf < weight.size(); ++leaf) {
        if (!has[leaf]) continue;
        const double behind = weight[leaf] * (total + 1) - taken[leaf];
        if (best < 0 || behind > most) best = static_cast<int>(leaf), most = behind;
    }
    return best;
}

/// The choice on one day: what is still open for it, and the rules over it.
class Chooser {
public:
    Chooser(const Desk::Impl& desk, Day today) : desk_(desk), today_(today) {
        std::set<std::string> families;
        for (const ItemHead& head : desk.heads)
            if (answered_today(head) && !head.family.empty()) families.insert(head.family);
        for (const ItemHead& head : desk.heads) {
            if (head.retired) continue;
            const bool used = answered_today(head) || families.contains(head.family);
            (used ? used_ : open_).push_back(head.ordinal);
        }
    }

    [[nodiscard]] const Ordinals& open() const { return open_; }  ///< not answered today, nor their family
    [[nodiscard]] const Ordinals& used() const { return used_; }

    /// Least retrievable first; the earlier in the bank where two are alike.
    [[nodiscard]] Ordinals due() const {
        Ordinals due;
        for (const std::int64_t ordinal : open_)
            if (in_state(item(ordinal), PoolState::due, today_)) due.push_back(ordinal);
        sort_by_retrievability(due);
        return due;
    }

    void sort_by_retrievability(Ordinals& ordinals) const {
        std::vector<std::pair<double, std::int64_t>> keyed;
        for (const std::int64_t ordinal : ordinals)
            keyed.emplace_back(desk_.retrievability_at(static_cast<std::size_t>(ordinal), today_), ordinal);
        std::sort(keyed.begin(), keyed.end());
        for (std::size_t i = 0; i < keyed.size(); ++i) ordinals[i] = keyed[i].second;
    }

    [[nodiscard]] std::optional<Next> due_first(std::uint64_t seed) const {
        const Ordinals reviews = due();
        if (!reviews.empty()) return Next{.ordinal = reviews.front(), .why = Why::due_review};
        if (const auto fresh = new_by_blueprint(seed)) return Next{.ordinal = *fresh, .why = Why::new_item};
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Next> weakest_first(std::uint64_t seed) const {
        for (const int leaf : leaves_by_points_lost()) {
            if (const auto ordinal = new_else_oldest(in_leaf(open_, leaf), seed))
                return Next{.ordinal = *ordinal, .why = Why::weak_area};
        }
        if (const auto ordinal = new_else_oldest(used_, seed)) return Next{.ordinal = *ordinal, .why = Why::weak_area};
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Next> at_random(std::uint64_t seed) const {
        const Ordinals& from = open_.empty() ? used_ : open_;
        if (from.empty()) return std::nullopt;
        return Next{.ordinal = pick(from, seed), .why = Why::random};
    }

private:
    [[nodiscard]] const ItemState& item(std::int64_t ordinal) const {
        return desk_.items[static_cast<std::size_t>(ordinal)];
    }
    [[nodiscard]] const ItemHead& head(std::int64_t ordinal) const {
        return desk_.heads[static_cast<std::size_t>(ordinal)];
    }

    [[nodiscard]] bool answered_today(const ItemHead& head) const {
        const ItemState& state = item(head.ordinal);
        return state.seen() && state.last_day >= today_;
    }

    [[nodiscard]] int leaf_of(std::int64_t ordinal) const {
        return desk_.leaf_of_area[static_cast<std::size_t>(head(ordinal).area)];
    }

    [[nodiscard]] Ordinals in_leaf(const Ordinals& from, int leaf) const {
        Ordinals inside;
        std::copy_if(from.begin(), from.end(), std::back_inserter(inside),
                     [&](std::int64_t ordinal) { return leaf_of(ordinal) == leaf; });
        return inside;
    }

    [[nodiscard]] Ordinals unseen(const Ordinals& from) const {
        Ordinals fresh;
        std::copy_if(from.begin(), from.end(), std::back_inserter(fresh),
                     [&](std::int64_t ordinal) { return !item(ordinal).seen(); });
        return fresh;
    }

    [[nodiscard]] std::optional<std::int64_t> new_by_blueprint(std::uint64_t seed) const {
        const Ordinals fresh = unseen(open_);
        if (fresh.empty()) return std::nullopt;
        std::vector<int> seen(desk_.leaves.size());
        std::vector<bool> has(desk_.leaves.size());
        for (const ItemHead& each : desk_.heads)
            if (item(each.ordinal).seen()) ++seen[static_cast<std::size_t>(leaf_of(each.ordinal))];
        for (const std::int64_t ordinal : fresh) has[static_cast<std::size_t>(leaf_of(ordinal))] = true;
        return pick(in_leaf(fresh, leaf_furthest_behind(desk_.frame.weight, seen, has)), seed);
    }

    [[nodiscard]] std::optional<std::int64_t> new_else_oldest(const Ordinals& from, std::uint64_t seed) const {
        if (from.empty()) return std::nullopt;
        const Ordinals fresh = unseen(from);
        if (!fresh.empty()) return pick(fresh, seed);
        return *std::min_element(from.begin(), from.end(),
                                 [&](std::int64_t a, std::int64_t b) { return item(a).last_seq < item(b).last_seq; });
    }

    [[nodiscard]] std::vector<int> leaves_by_points_lost() const {
        const std::vector<LeafStanding>& standings = desk_.leaf_standings();
        std::vector<int> order(standings.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return standings[static_cast<std::size_t>(a)].points_lost >
                   standings[static_cast<std::size_t>(b)].points_lost;
        });
        return order;
    }

    const Desk::Impl& desk_;
    Day today_;
    Ordinals open_;
    Ordinals used_;
};

/// Up to `length` of `from` by blueprint over the leaves that occur in it, at most one of a family; added to `drawn`.
class BlueprintDraw {
public:
    BlueprintDraw(const Desk::Impl& desk, int length, Random& random)
        : desk_(desk), length_(static_cast<std::size_t>(length)), random_(random), taken_(desk.leaves.size()) {}

    void take_from(const Ordinals& from) {
        std::vector<Ordinals> by_leaf(desk_.leaves.size());
        for (const std::int64_t ordinal : from)
            by_leaf[static_cast<std::size_t>(desk_.leaf_of_area[static_cast<std::size_t>(head(ordinal).area)])]
                .push_back(ordinal);
        double share = 0.0;
        std::vector<bool> has(by_leaf.size());
        std::vector<double> weight = desk_.frame.weight;
        for (std::size_t leaf = 0; leaf < by_leaf.size(); ++leaf) {
            has[leaf] = !by_leaf[leaf].empty();
            share += has[leaf] ? weight[leaf] : 0.0;
            random_.shuffle(std::span(by_leaf[leaf]));
        }
        for (double& w : weight) w /= share > 0.0 ? share : 1.0;
        while (drawn_.size() < length_) {
            const int leaf = leaf_furthest_behind(weight, taken_, has);
            if (leaf < 0) return;
            Ordinals& rest = by_leaf[static_cast<std::size_t>(leaf)];
            take(rest.back(), static_cast<std::size_t>(leaf));
            rest.pop_back();
            has[static_cast<std::size_t>(leaf)] = !rest.empty();
        }
    }

    [[nodiscard]] Ordinals drawn() {
        random_.shuffle(std::span(drawn_));
        return drawn_;
    }

private:
    [[nodiscard]] const ItemHead& head(std::int64_t ordinal) const {
        return desk_.heads[static_cast<std::size_t>(ordinal)];
    }

    void take(std::int64_t ordinal, std::size_t leaf) {
        const std::string& family = head(ordinal).family;
        if (!family.empty() && !families_.insert(family).second) return;
        drawn_.push_back(ordinal);
        ++taken_[leaf];
    }

    const Desk::Impl& desk_;
    std::size_t length_;
    Random& random_;
    std::vector<int> taken_;
    std::set<std::string> families_;
    Ordinals drawn_;
};

/// Areas named, with all beneath them.
std::vector<bool> selected_areas(const Outline& outline, const std::vector<std::string>& codes) {
    std::vector<bool> selected(outline.areas.size(), codes.empty());
    for (const std::string& code : codes) {
        const auto area = outline.find(code);
        if (!area)
            throw Refused(fmt::format("'{}' is not an area of {}: take a code of its outline", code, outline.exam));
        selected[static_cast<std::size_t>(*area)] = true;
    }
    for (std::size_t i = 0; i < selected.size(); ++i) {
        const int parent = outline.areas[i].parent;
        if (parent >= 0 && selected[static_cast<std::size_t>(parent)]) selected[i] = true;
    }
    return selected;
}

Ordinals intersection(const Ordinals& a, const Ordinals& sorted) {
    Ordinals both;
    std::copy_if(a.begin(), a.end(), std::back_inserter(both),
                 [&](std::int64_t ordinal) { return std::binary_search(sorted.begin(), sorted.end(), ordinal); });
    return both;
}

}  // namespace

std::optional<Policy> policy_from(std::string_view name) { return enum_from<Policy>(policy_names, name); }

std::string_view name_of(Policy policy) { return policy_names[static_cast<std::size_t>(policy)]; }

std::string_view name_of(Why why) { return why_names[static_cast<std::size_t>(why)]; }

std::string_view name_of(PoolState state) { return pool_names[static_cast<std::size_t>(state)]; }

std::optional<PoolState> pool_state_from(std::string_view name) { return enum_from<PoolState>(pool_names, name); }

std::string_view name_of(DifficultyBand band) { return band_names[static_cast<std::size_t>(band)]; }

std::optional<DifficultyBand> difficulty_band_from(std::string_view name) {
    return enum_from<DifficultyBand>(band_names, name);
}

namespace {

Why why_of(const PlanChoice& choice) {
    if (choice.reason == PlanReason::probe) return Why::probe;
    if (choice.due) return Why::due_review;
    return choice.seen || choice.reason == PlanReason::missed ? Why::weak_area : Why::new_item;
}

}  // namespace

std::optional<Next> Desk::next(Policy policy, Now now, std::uint64_t seed, const Filter& filter) const {
    if (policy == Policy::plan) {
        PlanSituation situation = impl_->plan_situation(now.day, seed);
        const Ordinals passing = pool(filter, now.day);
        for (std::size_t i = 0; i < situation.items.size(); ++i)
            situation.items[i].open =
                situation.items[i].open &&
                std::binary_search(passing.begin(), passing.end(), static_cast<std::int64_t>(i));
        const auto choice = choose(situation);
        if (!choice) return std::nullopt;
        return Next{.ordinal = choice->item, .why = why_of(*choice), .choice = choice};
    }
    const Chooser chooser(*impl_, now.day);
    const std::uint64_t drawn = derive(seed, static_cast<std::uint64_t>(state().all.answers));
    switch (policy) {
        case Policy::plan:
            break;
        case Policy::due:
            return chooser.due_first(drawn);
        case Policy::weakest:
            return chooser.weakest_first(drawn);
        case Policy::random:
            return chooser.at_random(drawn);
    }
    return std::nullopt;
}

Ordinals Desk::pool(const Filter& filter, Day today) const {
    const std::vector<bool> selected = selected_areas(outline(), filter.areas);
    const std::set<std::string_view> named(filter.items.begin(), filter.items.end());
    Ordinals pool;
    for (const ItemHead& head : heads())
        if (!head.retired && (named.empty() || named.contains(head.id)) &&
            selected[static_cast<std::size_t>(head.area)] && in_band(head, filter.difficulty) &&
            in_state(impl_->items[static_cast<std::size_t>(head.ordinal)], filter.state, today))
            pool.push_back(head.ordinal);
    return pool;
}

Ordinals Desk::draw(const Filter& filter, int length, Day today, std::uint64_t seed) const {
    const Ordinals all = pool(filter, today);
    const Chooser chooser(*impl_, today);
    Ordinals open = intersection(all, chooser.open());
    if (filter.state == PoolState::due) {
        chooser.sort_by_retrievability(open);
        open.resize(std::min(open.size(), static_cast<std::size_t>(length)));
        return open;
    }
    Random random(seed);
    BlueprintDraw draw(*impl_, length, random);
    draw.take_from(open);
    draw.take_from(intersection(all, chooser.used()));
    return draw.drawn();
}

Ordinals Desk::due_list(Day today) const { return Chooser(*impl_, today).due(); }

}  // namespace collimate
