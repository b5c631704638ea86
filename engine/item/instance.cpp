#include "engine/item/instance.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/number.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

Choice choice_of(const Option& option) {
    return {.letter = option.letter,
            .right = option.right,
            .place = option.place,
            .text = option.text,
            .why = option.why,
            .error = option.error};
}

/// Text of a number named in a placeholder, at the drawn point.
std::string number_text(const Placeholder& placeholder, const Worksheet& worksheet, const GridPoint& point) {
    const auto& names = worksheet.names();
    const auto found = std::find(names.begin(), names.end(), placeholder.name);
    if (found == names.end()) throw Refused("placeholder {" + placeholder.name + "} names no number");
    const double number = point.named[static_cast<std::size_t>(found - names.begin())];
    const std::string digits =
        placeholder.decimals < 0 ? as_drawn(number) : formatted(number, {.decimals = placeholder.decimals});
    return placeholder.with_sign && number > 0.0 ? "+" + digits : digits;
}

/// Options with their numbers; those left out of the drawn set are dropped.
void add_valued_choices(const Item& item, const Worksheet& worksheet, const GridPoint& point, std::uint32_t shown,
                        Instance& instance) {
    const Numbers& numbers = *item.numbers;
    const Precision precision{.decimals = numbers.decimals, .figures = numbers.figures};
    for (std::size_t i = 0; i < item.options.size(); ++i) {
        if (!(shown >> i & 1U)) continue;
        Choice choice = choice_of(item.options[i]);
        choice.value = point.values[i];
        choice.text = with_unit(formatted(point.values[i], precision), numbers.unit);
        choice.why = filled(choice.why, [&](const Placeholder& placeholder) {
            return placeholder.name == "value" ? choice.text : number_text(placeholder, worksheet, point);
        });
        instance.choices.push_back(std::move(choice));
    }
    std::sort(instance.choices.begin(), instance.choices.end(),
              [](const Choice& a, const Choice& b) { return *a.value < *b.value; });
}

double tolerance_at(const Item& item, const GridPoint& point) {
    const Numbers& numbers = *item.numbers;
    if (numbers.within) return *numbers.within;
    const auto key = std::find_if(item.options.begin(), item.options.end(), [](const Option& o) { return o.right; });
    if (!numbers.within_percent || key == item.options.end()) return 0.0;
    return std::abs(point.values[static_cast<std::size_t>(key - item.options.begin())]) * *numbers.within_percent /
           100.0;
}

void fill_numbers(const Item& item, Random& random, Instance& instance) {
    const Worksheet worksheet(item);
    const auto point = draw_point(item, worksheet, random);
    if (!point) throw Refused("item " + item.id + ": no draw of its numbers can be used; mend draw, require or apart");
    const auto fill = [&](const Placeholder& placeholder) { return number_text(placeholder, worksheet, *point); };
    instance.stem = filled(item.stem, fill);
    instance.principle = filled(item.principle, fill);
    instance.unit = item.numbers->unit;
    const bool choose = item.type == ItemType::single;
    const std::uint32_t shown = choose ? draw_set(shown_sets(item, *point), random).options : ~0U;
    add_valued_choices(item, worksheet, *point, shown, instance);
    if (!choose) instance.tolerance = tolerance_at(item, *point);
}

bool stands_sorted(const std::vector<Choice>& choices) {
    return std::is_sorted(choices.begin(), choices.end(),
                          [](const Choice& a, const Choice& b) { return a.place < b.place; });
}

void arrange_texts(const Item& item, Random& random, std::vector<Choice>& choices) {
    if (item.written_order && item.type != ItemType::order) return;
    random.shuffle(std::span<Choice>(choices));
    // A list that already stands in order would ask nothing. Equal places cannot be told apart: no endless search.
    for (int tries = 0; item.type == ItemType::order && stands_sorted(choices) && tries < 100; ++tries)
        random.shuffle(std::span<Choice>(choices));
}

}  // namespace

Instance present(const Item& item, std::uint64_t seed) {
    Random random(derive(seed, hash_of(item.id)));
    Instance instance{.item = item.id,
                      .revision = item.revision,
                      .seed = seed,
                      .type = item.type,
                      .area = item.area,
                      .stem = item.stem,
                      .principle = item.principle};
    if (item.numbers) {
        fill_numbers(item, random, instance);
        return instance;
    }
    for (const Option& option : item.options) instance.choices.push_back(choice_of(option));
    arrange_texts(item, random, instance.choices);
    return instance;
}

}  // namespace collimate
