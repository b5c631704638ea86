#include "engine/cohort/made_up_learner.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/model/ability.hpp"

namespace collimate::cohort {
namespace {

constexpr double label_noise = 0.4;      ///< SD of what the authors' difficulties miss, logits
constexpr double slope_spread = 0.25;    ///< SD of ln slope
constexpr double most_gained = 0.5;      ///< logits that a learning point brings when it is fresh in mind
constexpr double learned_at_once = 0.5;  ///< share of what is missing of a point that one question brings
constexpr double forgetting = 0.3;       ///< power of days

std::string key_of(const Item& item) {
    if (item.type == ItemType::numeric) return {};
    std::vector<const Option*> keys;
    for (const Option& option : item.options)
        if (option.right || item.type == ItemType::order) keys.push_back(&option);
    if (item.type == ItemType::order)
        std::sort(keys.begin(), keys.end(), [](const Option* a, const Option* b) { return a->place < b->place; });
    std::string letters;
    for (const Option* option : keys) letters += option->letter;
    return letters;
}

/// Of select-multiple: one option too few or too many. Of an order: two neighbors changed.
std::vector<std::string> answers_beside(const Item& item, const std::string& key) {
    std::vector<std::string> others;
    if (item.type == ItemType::order) {
        for (std::size_t i = 0; i + 1 < key.size(); ++i) {
            others.push_back(key);
            std::swap(others.back()[i], others.back()[i + 1]);
        }
        return others;
    }
    for (const Option& option : item.options) {
        if (item.type != ItemType::multiple) {
            if (!option.right) others.emplace_back(1, option.letter);
            continue;
        }
        std::string letters = key;
        if (const auto at = letters.find(option.letter); at != std::string::npos) {
            letters.erase(at, 1);
        } else {
            letters += option.letter;
            std::sort(letters.begin(), letters.end());
        }
        if (!letters.empty()) others.push_back(letters);
    }
    return others;
}

void add_mistakes(MadeUpItem& made, const Item& item, Random& random) {
    if (item.type == ItemType::numeric) return;
    double all = 0.0;
    for (std::string& letters : answers_beside(item, made.key)) {
        const double share = std::exp(0.8 * random.normal());
        all += share;
        made.mistaken.emplace_back(std::move(letters), share);
    }
    for (auto& [letters, share] : made.mistaken) share /= all;
}

}  // namespace

std::vector<MadeUpItem> made_up_items(const Bank& bank, std::uint64_t seed) {
    std::map<std::string, std::size_t> points;
    for (const LearningPoint& point : bank.points()) points.emplace(point.id, points.size());
    std::vector<MadeUpItem> items;
    double mean = 0.0;
    for (const ItemHead& head : bank.heads()) {
        if (head.retired) continue;
        Random random(derive(seed, hash_of(head.id)));
        const Item item = bank.item(head.ordinal);
        MadeUpItem& made =
            items.emplace_back(MadeUpItem{.ordinal = head.ordinal,
                                          .id = head.id,
                                          .revision = head.revision,
                                          .area = head.area,
                                          .area_code = bank.outline().areas[static_cast<std::size_t>(head.area)].code,
                                          .type = head.type,
                                          .difficulty = head.difficulty,
                                          .chance = head.chance,
                                          .parametric = head.parametric,
                                          .family = head.family,
                                          .key = key_of(item)});
        add_mistakes(made, item, random);
        made.hardness = label_noise * random.normal();
        made.slope = std::exp(slope_spread * random.normal());
        made.skill = static_cast<int>(random.below(made_up_skills));
        for (const std::string& point : head.points)
            if (const auto found = points.find(point); found != points.end()) made.points.push_back(found->second);
        mean += head.difficulty;
    }
    mean /= static_cast<double>(std::max<std::size_t>(items.size(), 1));
    for (MadeUpItem& item : items) item.hardness += mean + authored_reliability * (item.difficulty - mean);
    return items;
}

const std::string& mistake(const MadeUpItem& item, Random& random) {
    static const std::string none;
    double left = random.uniform();
    for (const auto& [letters, share] : item.mistaken)
        if ((left -= share) < 0.0) return letters;
    return item.mistaken.empty() ? none : item.mistaken.back().first;
}

MadeUpLearner::MadeUpLearner(MadeUpCharacter character, std::size_t points, std::uint64_t seed)
    : character_(std::move(character)), traces_(points), random_(seed) {}

double MadeUpLearner::recalled(std::size_t point, Day day) const {
    const Trace& trace = traces_[point];
    return trace.strength * std::pow(1.0 + static_cast<double>(day - trace.day), -forgetting);
}

double MadeUpLearner::right(const MadeUpItem& item, Day day) const {
    double gained = 0.0;
    for (const std::size_t point : item.points)
        gained += most_gained * recalled(point, day) / static_cast<double>(item.points.size());
    const double able = character_.level + character_.area_shift[static_cast<std::size_t>(item.area)] +
                        character_.skills[static_cast<std::size_t>(item.skill)] + gained;
    const double knows = 1.0 / (1.0 + std::exp(-item.slope * (able - item.hardness)));
    const double used = knows * (1.0 - 0.6 * character_.haste);
    return item.chance + (1.0 - item.chance) * used;
}

MadeUpAnswer MadeUpLearner::answer(const MadeUpItem& item, Day day) {
    MadeUpAnswer given{.right = random_.uniform() < right(item, day)};
    given.letters = given.right ? item.key : mistake(item, random_);
    const double longer = item.type == ItemType::single ? 1.0 : 1.5;
    const double seconds = longer * character_.median_seconds * std::exp(0.45 * random_.normal());
    given.elapsed_ms = static_cast<std::int64_t>(1000.0 * std::clamp(seconds, 3.0, 240.0));
    for (const std::size_t point : item.points) {
        const double strength = recalled(point, day);
        const double attention = 1.0 - character_.haste;
        traces_[point] = {.strength = strength + learned_at_once * attention * (1.0 - strength), .day = day};
    }
    return given;
}

}  // namespace collimate::cohort
