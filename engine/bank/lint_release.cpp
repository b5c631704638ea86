// What must not change after a release.
#include <algorithm>

#include "engine/bank/lint_words.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/error.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

const Option* find_option(const Item& item, char letter) {
    const auto found =
        std::find_if(item.options.begin(), item.options.end(), [&](const Option& o) { return o.letter == letter; });
    return found == item.options.end() ? nullptr : &*found;
}

/// Share of content two texts have in common; 1 where both have none.
double kinship(std::string_view a, std::string_view b) {
    const auto first = content_of(plain(a));
    const auto second = content_of(plain(b));
    std::vector<std::string> both;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(both));
    const std::size_t any = first.size() + second.size() - both.size();
    return any == 0 ? 1.0 : static_cast<double>(both.size()) / static_cast<double>(any);
}

/// Another slip and another wording: the letter was given to a new option.
bool is_another_option(const Option& now, const Option& then) {
    constexpr double foreign = 0.2;
    const bool other_content = now.value != then.value || kinship(now.text, then.text) < foreign;
    return now.error != then.error && kinship(now.error, then.error) < foreign && other_content;
}

bool same_numbers(const std::optional<Numbers>& a, const std::optional<Numbers>& b) {
    if (a.has_value() != b.has_value()) return false;
    if (!a) return true;
    const auto same_parameter = [](const Parameter& x, const Parameter& y) {
        return x.name == y.name && x.values == y.values && x.unit == y.unit;
    };
    const auto same_let = [](const Let& x, const Let& y) { return x.name == y.name && x.expression == y.expression; };
    return std::equal(a->parameters.begin(), a->parameters.end(), b->parameters.begin(), b->parameters.end(),
                      same_parameter) &&
           std::equal(a->lets.begin(), a->lets.end(), b->lets.begin(), b->lets.end(), same_let) &&
           a->require == b->require && a->unit == b->unit && a->decimals == b->decimals && a->figures == b->figures &&
           a->show == b->show && a->apart == b->apart && a->within == b->within &&
           a->within_percent == b->within_percent;
}

/// Whether two figures show the same to who answers; texts, size, noise and the generator's version aside.
bool same_picture(const FigureUse& a, const FigureUse& b) {
    return a.generator == b.generator && a.settings == b.settings && a.image.has_value() == b.image.has_value() &&
           (!a.image || a.image->hash == b.image->hash);
}

/// Regions of the options in order of letter, at one draw; none where they cannot be had.
std::vector<Region> regions_of(const Item& item) {
    std::vector<Region> regions;
    try {
        Instance instance = present(item, 0);
        std::sort(instance.choices.begin(), instance.choices.end(),
                  [](const Choice& a, const Choice& b) { return a.letter < b.letter; });
        for (const Choice& choice : instance.choices)
            if (choice.region) regions.push_back(*choice.region);
    } catch (const Refused&) {  // faults of the item itself are told elsewhere
    }
    return regions;
}

/// Why what is shown beside the stem is another; empty where it is the same.
std::string changed_exhibits(const Item& now, const Item& then) {
    const auto same_table = [](const ExhibitTable& a, const ExhibitTable& b) {
        return a.columns == b.columns && a.rows == b.rows;
    };
    if (!std::equal(now.figures.begin(), now.figures.end(), then.figures.begin(), then.figures.end(), same_picture))
        return "its figure is another";
    if (now.table.has_value() != then.table.has_value() || (now.table && !same_table(*now.table, *then.table)))
        return "its table is another";
    if (now.type == ItemType::hotspot && regions_of(now) != regions_of(then)) return "its regions are others";
    return {};
}

/// Why earlier answers no longer mean the same; empty where they do.
std::string changed_meaning(const Item& now, const Item& then) {
    if (now.type != then.type) return "its type is another";
    if (!same_numbers(now.numbers, then.numbers)) return "its numbers are drawn, calculated or shown otherwise";
    if (now.options.size() != then.options.size()) return "it has another count of options";
    for (const Option& option : now.options) {
        const Option* before = find_option(then, option.letter);
        if (!before) return std::string("option ") + option.letter + " is new";
        if (option.right != before->right || option.place != before->place)
            return std::string("the key at option ") + option.letter + " is another";
        if (option.value != before->value) return std::string("option ") + option.letter + " is calculated otherwise";
        if (is_another_option(option, *before)) return std::string("option ") + option.letter + " is another";
    }
    return changed_exhibits(now, then);
}

class Comparison {
public:
    explicit Comparison(const ExamSource& source) : source_(source) {}

    void compare(const Item& now, const Item& then) {
        for (const Option& option : now.options) {
            const Option* before = find_option(then, option.letter);
            if (before && is_another_option(option, *before))
                add(now, "", std::string("letter ") + option.letter + " was given to another option",
                    "keep the released option under its letter, and give the new one the next free letter");
        }
        if (now.revision < then.revision)
            add(now, "",
                "revision " + std::to_string(now.revision) + " is lower than the released " +
                    std::to_string(then.revision),
                "raise it above the released one");
        const std::string change = changed_meaning(now, then);
        if (now.revision == then.revision && !change.empty())
            add(now, "", change + ", under the released revision " + std::to_string(then.revision),
                "write revision = " + std::to_string(then.revision + 1) +
                    ", so that earlier answers stay with what was asked");
        if (then.retired && !now.retired)
            add(now, "", "it was retired in the release", "keep it retired, and give a new item a new id");
    }

    void vanished(const std::string& id) {
        list_.push_back({.file = source_.outline.exam,
                         .subject = id,
                         .fault = "the released item is gone",
                         .remedy = "put it back, with [item.retired] if it must no longer be asked",
                         .code = "Y1"});
    }

    Diagnostics take() { return std::move(list_); }

private:
    void add(const Item& item, const std::string& part, std::string fault, std::string remedy) {
        const auto place = source_.places.find(item.id + part);
        const SourcePlace where = place == source_.places.end() ? SourcePlace{.file = "items"} : place->second;
        list_.push_back({.file = where.file,
                         .line = where.line,
                         .subject = item.id,
                         .fault = std::move(fault),
                         .remedy = std::move(remedy),
                         .code = "Y2"});
    }

    const ExamSource& source_;
    Diagnostics list_;
};

}  // namespace

Diagnostics compare_with_release(const ExamSource& source, const Bank& released) {
    Comparison comparison(source);
    for (std::int64_t ordinal = 0; ordinal < released.size(); ++ordinal) {
        const Item then = released.item(ordinal);
        const auto now = std::lower_bound(source.items.begin(), source.items.end(), then.id,
                                          [](const Item& item, const std::string& id) { return item.id < id; });
        if (now == source.items.end() || now->id != then.id)
            comparison.vanished(then.id);
        else
            comparison.compare(*now, then);
    }
    return comparison.take();
}

}  // namespace collimate
