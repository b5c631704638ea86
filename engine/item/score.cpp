#include "engine/item/score.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace collimate {
namespace {

constexpr std::array<std::string_view, 4> confidence_names = {"none", "guess", "unsure", "sure"};

std::string sorted(std::string letters) {
    std::sort(letters.begin(), letters.end());
    return letters;
}

double factorial(int n) {
    double product = 1.0;
    for (int i = 2; i <= n; ++i) product *= i;
    return product;
}

/// Marks on right options less marks on wrong ones, as a share of the right ones; not below 0.
double partial_set(const Instance& instance, const std::string& letters) {
    int keys = 0;
    int points = 0;
    for (const Choice& choice : instance.choices) {
        const bool marked = letters.find(choice.letter) != std::string::npos;
        keys += choice.right ? 1 : 0;
        if (marked) points += choice.right ? 1 : -1;
    }
    return keys > 0 ? std::max(0, points) / static_cast<double>(keys) : 0.0;
}

/// Pairs of entries in the right order, as a share of all pairs.
double partial_order(const std::string& key, const std::string& letters) {
    const std::size_t n = key.size();
    if (n < 2) return letters == key ? 1.0 : 0.0;
    int right = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            const auto first = letters.find(key[i]);
            const auto second = letters.find(key[j]);
            if (first != std::string::npos && second != std::string::npos && first < second) ++right;
        }
    }
    return 2.0 * right / static_cast<double>(n * (n - 1));
}

const Choice* key_choice(const Instance& instance) {
    const auto found =
        std::find_if(instance.choices.begin(), instance.choices.end(), [](const Choice& c) { return c.right; });
    return found == instance.choices.end() ? nullptr : &*found;
}

/// Area share of the key region, at one draw.
double key_area(const Item& item) {
    const Instance instance = present(item, 0);
    const Choice* key = key_choice(instance);
    return key && key->region ? std::clamp(area_of(*key->region), 0.0, 1.0) : 0.0;
}

}  // namespace

std::string_view name_of(Confidence confidence) { return confidence_names[static_cast<std::size_t>(confidence)]; }

std::optional<Confidence> confidence_from(std::string_view name) {
    const auto found = std::find(confidence_names.begin(), confidence_names.end(), name);
    if (found == confidence_names.end()) return std::nullopt;
    return static_cast<Confidence>(found - confidence_names.begin());
}

std::string key_letters(const Instance& instance) {
    std::vector<const Choice*> keys;
    for (const Choice& choice : instance.choices)
        if (instance.type == ItemType::order ? choice.place > 0 : choice.right) keys.push_back(&choice);
    std::sort(keys.begin(), keys.end(), [&](const Choice* a, const Choice* b) {
        return instance.type == ItemType::order ? a->place < b->place : a->letter < b->letter;
    });
    std::string letters;
    for (const Choice* key : keys) letters += key->letter;
    return letters;
}

std::string letters_at(const Instance& instance, Spot spot) {
    const auto hit = std::find_if(instance.choices.begin(), instance.choices.end(),
                                  [&](const Choice& c) { return c.region && contains(*c.region, spot); });
    return hit == instance.choices.end() ? "" : std::string(1, hit->letter);
}

Response settled(const Instance& instance, Response response) {
    if (response.mark) response.letters = letters_at(instance, *response.mark);
    return response;
}

bool is_right(const Instance& instance, const Response& response) {
    if (instance.type == ItemType::hotspot && response.mark) {
        const Choice* key = key_choice(instance);
        return key && key->region && contains(*key->region, *response.mark);
    }
    if (instance.type == ItemType::numeric) {
        const Choice* key = key_choice(instance);
        if (!key || !key->value || !response.number || !std::isfinite(*response.number)) return false;
        // The bounds themselves are right: 0.1 + 0.2 must not fall outside a tolerance of 0.3.
        const double slack = 1e-9 * std::max(1.0, std::abs(*key->value));
        return std::abs(*response.number - *key->value) <= instance.tolerance + slack;
    }
    const std::string key = key_letters(instance);
    if (key.empty()) return false;
    return (instance.type == ItemType::order ? response.letters : sorted(response.letters)) == key;
}

double partial(const Instance& instance, const Response& response) {
    if (instance.type == ItemType::multiple) return partial_set(instance, response.letters);
    if (instance.type == ItemType::order) return partial_order(key_letters(instance), response.letters);
    return is_right(instance, response) ? 1.0 : 0.0;
}

double chance_of(const Item& item) {
    const int k = static_cast<int>(item.options.size());
    if (k == 0) return 0.0;
    switch (item.type) {
        case ItemType::single: {
            const bool pool = item.numbers && item.numbers->show > 0;
            return 1.0 / (pool ? item.numbers->show : k);
        }
        case ItemType::multiple: {
            if (!item.count_stated) return 1.0 / (std::pow(2.0, k) - 1.0);
            const int m = static_cast<int>(
                std::count_if(item.options.begin(), item.options.end(), [](const Option& o) { return o.right; }));
            return factorial(m) * factorial(k - m) / factorial(k);
        }
        case ItemType::order:
            return 1.0 / factorial(k);
        case ItemType::hotspot:
            return key_area(item);
        case ItemType::numeric:
            return 0.0;
    }
    return 0.0;
}

double difficulty_of(int expected_percent, double chance) {
    const double known = (expected_percent / 100.0 - chance) / (1.0 - chance);
    const double p = std::clamp(known, 0.02, 0.98);
    return -std::log(p / (1.0 - p));
}

}  // namespace collimate
