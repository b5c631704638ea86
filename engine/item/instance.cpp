#include "engine/item/instance.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/number.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

using Fill = std::function<std::string(std::string_view)>;

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

GridPoint drawn_point(const Item& item, const Worksheet& worksheet, Random& random) {
    auto point = draw_point(item, worksheet, random);
    if (!point) throw Refused("item " + item.id + ": no draw of its numbers can be used; mend draw, require or apart");
    return std::move(*point);
}

void add_numbered_choices(const Item& item, const Worksheet& worksheet, const GridPoint& point, Random& random,
                          Instance& instance) {
    const bool choose = item.type == ItemType::single;
    const std::uint32_t shown = choose ? draw_set(shown_sets(item, point), random).options : ~0U;
    instance.unit = item.numbers->unit;
    add_valued_choices(item, worksheet, point, shown, instance);
    if (!choose) instance.tolerance = tolerance_at(item, point);
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

void add_worded_choices(const Item& item, const Fill& fill, Random& random, Instance& instance) {
    for (const Option& option : item.options) {
        instance.choices.push_back(choice_of(option));
        instance.choices.back().text = fill(option.text);
        instance.choices.back().why = fill(option.why);
    }
    arrange_texts(item, random, instance.choices);
}

std::string credit_line(const ImageFile& image) {
    std::string line = image.credit;
    if (image.year > 0) line += ", " + std::to_string(image.year);
    return image.license.empty() ? line : line + ", " + image.license;
}

void add_table(const ExhibitTable& table, const Fill& fill, Instance& instance) {
    instance.table = table;
    instance.table->caption = fill(table.caption);
    for (std::string& column : instance.table->columns) column = fill(column);
    for (auto& row : instance.table->rows)
        for (std::string& cell : row) cell = fill(cell);
}

/// The places of a hotspot: those named as a part lie where the generator puts them.
void add_regions(const Item& item, Instance& instance) {
    std::optional<std::vector<FigurePart>> parts;
    for (Choice& choice : instance.choices) {
        const auto option = std::find_if(item.options.begin(), item.options.end(),
                                         [&](const Option& o) { return o.letter == choice.letter; });
        const FigurePlace& place = option->region.value();
        if (const Region* region = std::get_if<Region>(&place)) {
            choice.region = *region;
            continue;
        }
        const std::string& name = std::get<std::string>(place);
        if (!parts) parts = parts_of(instance.figures.at(0));
        const auto part =
            std::find_if(parts->begin(), parts->end(), [&](const FigurePart& p) { return p.name == name; });
        if (part == parts->end())
            throw Refused("item " + item.id + ": its figure has no part \"" + name +
                          "\" at this draw; compile it anew");
        choice.region = part->region;
        if (choice.text.empty()) choice.text = in_words(name);
    }
}

const Generator& generator_of(const ShownFigure& shown) {
    const Generator* generator = find_generator(shown.generator);
    if (!generator || generator->version != shown.version)
        throw Refused("item " + shown.item + ": its picture needs the generator " + shown.generator + ", version " +
                      std::to_string(shown.version) + ", which this program does not have; compile the bank anew");
    return *generator;
}

}  // namespace

Instance present(const Item& item, std::uint64_t seed) {
    Random random(derive(seed, hash_of(item.id)));
    Instance instance{.item = item.id, .revision = item.revision, .seed = seed, .type = item.type, .area = item.area};
    Fill fill = [](std::string_view text) { return std::string(text); };
    std::optional<Worksheet> worksheet;
    GridPoint point;
    if (item.numbers) {
        worksheet.emplace(item);
        point = drawn_point(item, *worksheet, random);
        fill = [&](std::string_view text) {
            return filled(text, [&](const Placeholder& number) { return number_text(number, *worksheet, point); });
        };
    }
    instance.stem = fill(item.stem);
    instance.principle = fill(item.principle);
    if (has_values(item))
        add_numbered_choices(item, *worksheet, point, random, instance);
    else
        add_worded_choices(item, fill, random, instance);
    instance.figures = figures_at(item, point.settings);
    for (ShownFigure& figure : instance.figures) {
        figure.alt = fill(figure.alt);
        figure.caption = fill(figure.caption);
    }
    if (item.table) add_table(*item.table, fill, instance);
    if (item.type == ItemType::hotspot) add_regions(item, instance);
    return instance;
}

std::string in_words(std::string_view part) {
    std::string words(part);
    std::replace_if(
        words.begin(), words.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
    return words;
}

std::vector<ShownFigure> figures_at(const Item& item, std::span<const double> formulas) {
    std::vector<ShownFigure> figures;
    std::size_t formula = 0;
    for (const FigureUse& figure : item.figures) {
        ShownFigure shown{.item = item.id,
                          .place = static_cast<int>(figures.size()),
                          .stored = fixed_figure(item, figure),
                          .generator = figure.generator,
                          .version = figure.version,
                          .size = figure.size,
                          .seed = figure.seed,
                          .alt = figure.alt,
                          .caption = figure.caption,
                          .image = figure.image ? figure.image->hash : "",
                          .credit = figure.image ? credit_line(*figure.image) : ""};
        for (const auto& [name, setting] : figure.settings) {
            if (const double* number = std::get_if<double>(&setting))
                shown.settings[name] = *number;
            else if (const std::string* word = std::get_if<std::string>(&setting))
                shown.settings[name] = *word;
            else if (formula < formulas.size())
                shown.settings[name] = formulas[formula++];
            else
                throw Refused("item " + item.id + ": its figure asks for numbers it does not have");
        }
        figures.push_back(std::move(shown));
    }
    return figures;
}

Figure rendered(const ShownFigure& shown) {
    return render_figure(generator_of(shown), shown.settings, shown.size, shown.seed);
}

std::vector<FigurePart> parts_of(const ShownFigure& shown) {
    const Generator& generator = generator_of(shown);
    return generator.parts(FigureValues(generator, shown.settings), shown.size, shown.seed);
}

}  // namespace collimate
