// Rules on options that are numbers: order (U1), overlap (U2), units (U3, U6, U7), precision (U4).
#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/bank/lint_quantity.hpp"
#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"
#include "engine/item/units.hpp"

namespace collimate {
namespace {

/// One quantity per option, or nothing when any option is something else.
std::vector<Quantity> quantities_of(const std::vector<ReadOption>& options) {
    std::vector<Quantity> quantities;
    for (const ReadOption& option : options) {
        const auto quantity = quantity_in(option.text);
        if (!quantity) return {};
        quantities.push_back(*quantity);
    }
    return quantities;
}

bool one_base(const std::vector<Quantity>& quantities) {
    const std::string base = scale_of(quantities.front().unit).base;
    return std::all_of(quantities.begin(), quantities.end(),
                       [&](const Quantity& q) { return scale_of(q.unit).base == base; });
}

void check_order(const Reading& reading, const std::vector<Quantity>& quantities, Findings& findings) {
    if (!one_base(quantities) || reading.item->type != ItemType::single) return;
    if (!reading.item->written_order) {
        findings.warn(*reading.item, "", "U1", "numbers would be shuffled on the screen",
                      "write arrange = \"written\" and let the letters follow the numbers");
        return;
    }
    std::vector<double> sizes;
    for (const Quantity& q : quantities) {
        const double middle = std::isinf(q.low) ? q.high : std::isinf(q.high) ? q.low : (q.low + q.high) / 2.0;
        sizes.push_back(middle * scale_of(q.unit).factor);
    }
    if (std::is_sorted(sizes.begin(), sizes.end()) || std::is_sorted(sizes.rbegin(), sizes.rend())) return;
    findings.warn(*reading.item, "", "U1", "the numbers are out of order",
                  "let the letters follow the numbers, smallest first");
}

bool two_sided(const Quantity& q) { return !std::isinf(q.low) && !std::isinf(q.high); }

/// More than a common end. Limits that open to the same side are rival criteria, not ranges that a value falls into.
bool overlap(const Quantity& a, const Quantity& b) {
    const double first = scale_of(a.unit).factor;
    const double second = scale_of(b.unit).factor;
    const bool same_side = (std::isinf(a.low) && std::isinf(b.low)) || (std::isinf(a.high) && std::isinf(b.high));
    if (same_side || (a.single() && b.single())) return false;
    if (two_sided(a) != two_sided(b) && (a.single() || b.single())) return false;
    return std::max(a.low * first, b.low * second) < std::min(a.high * first, b.high * second) ||
           (a.single() && a.low * first > b.low * second && a.low * first < b.high * second) ||
           (b.single() && b.low * second > a.low * first && b.low * second < a.high * first);
}

void check_overlap(const Reading& reading, const std::vector<Quantity>& quantities, Findings& findings) {
    for (std::size_t b = 1; b < quantities.size(); ++b)
        for (std::size_t a = 0; a < b; ++a) {
            if (scale_of(quantities[a].unit).base != scale_of(quantities[b].unit).base ||
                !overlap(quantities[a], quantities[b]))
                continue;
            findings.block(*reading.item, std::string(".") + reading.options[b].letter, "U2",
                           "the range of option " + std::string(1, reading.options[b].letter) +
                               " overlaps that of option " + reading.options[a].letter,
                           "choose ranges that no value shares");
        }
}

/// Whether the question is after something that is measured in a unit.
bool asks_for_measure(const std::vector<std::string>& words) {
    const auto any = [&](auto holds) { return std::any_of(words.begin(), words.end(), holds); };
    const bool pure = any([](const std::string& w) {
        return is_any_of(w,
                         {"ratio",    "factor", "number",     "many",  "index",    "times", "percent",    "percentage",
                          "fraction", "share",  "proportion", "score", "ph",       "pitch", "category",   "grade",
                          "class",    "stage",  "weight",     "times", "multiple", "zone",  "coefficient"});
    });
    return !pure && any([](const std::string& w) {
        return is_any_of(w, {"dose",      "distance",   "depth",    "thickness", "length", "velocity",    "speed",
                             "frequency", "wavelength", "time",     "pressure",  "angle",  "temperature", "mass",
                             "activity",  "volume",     "diameter", "width",     "mas",    "kvp",         "current",
                             "voltage",   "energy",     "rate",     "duration"});
    });
}

void check_units_present(const Reading& reading, const std::vector<Quantity>& quantities, Findings& findings) {
    const auto bare = std::count_if(quantities.begin(), quantities.end(),
                                    [](const Quantity& q) { return q.unit.empty() && !(q.single() && q.low == 0.0); });
    const auto with =
        std::count_if(quantities.begin(), quantities.end(), [](const Quantity& q) { return !q.unit.empty(); });
    if (bare == 0) return;
    if (with > 0) {
        findings.block(*reading.item, "", "U3", "some numbers carry a unit and others do not",
                       "give every option its unit");
        return;
    }
    const bool unit_in_question =
        std::any_of(reading.asks_words.begin(), reading.asks_words.end(), [](const std::string& w) {
            return is_any_of(w, {"mas",
                                 "kvp",
                                 "ma",
                                 "mm",
                                 "cm",
                                 "m",
                                 "mgy",
                                 "msv",
                                 "hu",
                                 "hz",
                                 "khz",
                                 "mhz",
                                 "db",
                                 "s",
                                 "ms",
                                 "seconds",
                                 "minutes",
                                 "hours",
                                 "days",
                                 "degrees",
                                 "weeks",
                                 "months",
                                 "years",
                                 "milliseconds",
                                 "centimeters",
                                 "millimeters",
                                 "meters",
                                 "milligray",
                                 "millisieverts",
                                 "ml",
                                 "mmhg",
                                 "kev",
                                 "kv"});
        });
    if (unit_in_question || !asks_for_measure(reading.asks_words)) return;
    findings.block(*reading.item, "", "U3", "the numbers carry no unit, and the question names none",
                   "write the unit in every option");
}

void check_one_unit(const Reading& reading, const std::vector<Quantity>& quantities, Findings& findings) {
    const auto other = std::find_if(quantities.begin(), quantities.end(), [&](const Quantity& q) {
        return !q.unit.empty() && !quantities.front().unit.empty() && q.unit != quantities.front().unit &&
               is_unit(q.unit) && is_unit(quantities.front().unit);
    });
    if (other == quantities.end()) return;
    findings.warn(*reading.item, "", "U6", "the options mix units: " + quantities.front().unit + " and " + other->unit,
                  "write all in one unit, unless the conversion is what is asked (then waive it)");
}

void check_precision(const Reading& reading, const std::vector<Quantity>& quantities, Findings& findings) {
    const auto& options = reading.options;
    if (!std::all_of(quantities.begin(), quantities.end(), [](const Quantity& q) { return q.single(); })) return;
    const auto [fewest, most] =
        std::minmax_element(quantities.begin(), quantities.end(),
                            [](const Quantity& a, const Quantity& b) { return a.decimals < b.decimals; });
    if (fewest->decimals == most->decimals) return;
    bool key_alone = true;
    const auto key = std::find_if(options.begin(), options.end(), [](const ReadOption& o) { return o.right; });
    if (key == options.end()) return;
    const Quantity& right = quantities[static_cast<std::size_t>(key - options.begin())];
    int least_of_most = 99;
    int most_of_least = 0;
    for (const Quantity& q : quantities) {
        if (q.low == 0.0) continue;  // zero has no figures
        least_of_most = std::min(least_of_most, q.figures_most);
        most_of_least = std::max(most_of_least, q.figures_least);
        if (&q != &right && (q.decimals >= right.decimals || q.figures_least >= right.figures_least)) key_alone = false;
    }
    if (key_alone)
        findings.warn(*reading.item, "", "U4", "the right option alone is given so exactly", "round all options alike");
    else if (most_of_least - least_of_most >= 2)
        findings.warn(*reading.item, "", "U4", "the numbers differ in precision",
                      "give all the same decimals, or the same figures");
}

void check_unit_list(const Item& item, Findings& findings) {
    const auto known = [](std::string_view unit) {
        std::string_view rest = unit;
        while (!rest.empty()) {  // parts between blanks and strokes: `mL/min/1.73 m^2^`, `beats per minute`
            const auto end = std::min(rest.find_first_of(" /"), rest.size());
            const std::string part(rest.substr(0, end));
            if (!part.empty() && !is_unit(part) && !is_unit(part + "s") && !is_number(part) &&
                !is_any_of(part, {"per", "of", "iodine"}))
                return false;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return true;
    };
    const std::string remedy = "write it as in the bank format, section 4; a new unit goes into the program's list";
    if (!known(item.numbers->unit))
        findings.warn(item, "", "U7", "unit \"" + item.numbers->unit + "\" is not in the list", remedy);
    for (const Parameter& parameter : item.numbers->parameters)
        if (!known(parameter.unit))
            findings.warn(item, "", "U7",
                          "unit \"" + parameter.unit + "\" of " + parameter.name + " is not in the list", remedy);
}

}  // namespace

void lint_numbers(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    if (item.numbers) check_unit_list(item, findings);
    if (item.type != ItemType::single) return;
    const std::vector<Quantity> quantities = quantities_of(reading.options);
    if (quantities.size() < 2) return;
    check_units_present(reading, quantities, findings);
    if (has_values(item)) return;  // the program orders, rounds and labels values alike
    check_order(reading, quantities, findings);
    check_overlap(reading, quantities, findings);
    check_one_unit(reading, quantities, findings);
    check_precision(reading, quantities, findings);
}

}  // namespace collimate
