#include "engine/bank/lint_quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/bank/lint_words.hpp"
#include "engine/base/characters.hpp"

namespace collimate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Reads from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool take(std::string_view word) {
        if (lowered(rest_.substr(0, word.size())) != word) return false;
        rest_.remove_prefix(word.size());
        skip();
        return true;
    }

    struct Number {
        double value = 0.0;
        int decimals = 0;
        int figures_least = 1;
        int figures_most = 1;
    };

    std::optional<Number> number() {
        std::string digits;
        std::size_t at = 0;
        if (at < rest_.size() && (rest_[at] == '-' || rest_[at] == '+')) digits += rest_[at++];
        if (at >= rest_.size() || (!is_digit(rest_[at]) && rest_[at] != '.')) return std::nullopt;
        while (at < rest_.size()) {
            const bool inside = at + 1 < rest_.size() && is_digit(rest_[at + 1]);
            if (is_digit(rest_[at]) || (rest_[at] == '.' && inside))
                digits += rest_[at];
            else if (!(rest_[at] == ',' && inside))
                break;
            ++at;
        }
        Number number;
        number.value = read(digits);
        count_figures(digits, number);
        rest_.remove_prefix(at);
        power(number);
        skip();
        return number;
    }

    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    void skip() {
        while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    }

    static double read(std::string_view digits) {
        if (digits.starts_with('+')) digits.remove_prefix(1);
        double value = 0.0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

    static void count_figures(std::string_view digits, Number& number) {
        const auto point = digits.find('.');
        number.decimals = point == std::string_view::npos ? 0 : static_cast<int>(digits.size() - point - 1);
        std::string plain;
        for (const char c : digits)
            if (is_digit(c)) plain += c;
        const auto first = plain.find_first_not_of('0');
        if (first == std::string::npos) return;
        number.figures_most = static_cast<int>(plain.size() - first);
        number.figures_least = number.figures_most;
        if (number.decimals == 0) number.figures_least = static_cast<int>(plain.find_last_not_of('0') + 1 - first);
    }

    /// `10^6`, and `5 × 10^6`.
    void power(Number& number) {
        std::string_view ahead = rest_;
        const bool times = ahead.starts_with(" × 10^") || ahead.starts_with(" x 10^");
        if (times)
            ahead.remove_prefix(ahead.find('^'));
        else if (!(ahead.starts_with('^') && number.value == 10.0))
            return;
        rest_ = ahead.substr(1);
        std::string digits;
        while (!rest_.empty() && (is_digit(rest_[0]) || (digits.empty() && rest_[0] == '-'))) {
            digits += rest_[0];
            rest_.remove_prefix(1);
        }
        number.value = times ? number.value * std::pow(10.0, read(digits)) : std::pow(10.0, read(digits));
    }

    std::string_view rest_;
};

/// Signs made plain, a bracket at the end taken off: it repeats the quantity in another unit.
std::string prepared(std::string_view plain) {
    std::string text(plain);
    replace_all(text, "\u00a0", " ");
    replace_all(text, "−", "-");
    const auto bracket = text.find('(');
    if (text.ends_with(')') && bracket != std::string::npos && bracket > 0) text.erase(bracket);
    while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
    return text;
}

enum class Bound { none, below, above };

Bound take_bound(Cursor& cursor) {
    for (const std::string_view word :
         {"less than ", "below ", "under ", "at most ", "up to ", "no more than ", "<", "≤", "fewer than "})
        if (cursor.take(word)) return Bound::below;
    for (const std::string_view word :
         {"more than ", "above ", "over ", "at least ", "greater than ", "no less than ", ">", "≥"})
        if (cursor.take(word)) return Bound::above;
    return Bound::none;
}

std::string unit_of(std::string_view rest) {
    std::string unit(rest);
    while (!unit.empty() && unit.back() == ' ') unit.pop_back();
    return unit;
}

}  // namespace

std::optional<Quantity> quantity_in(std::string_view plain) {
    constexpr std::size_t most_words_of_unit = 4;
    const std::string text = prepared(plain);
    Cursor cursor(text);
    for (const std::string_view word : {"about ", "approximately ", "roughly ", "nearly "}) cursor.take(word);
    Bound bound = take_bound(cursor);
    const auto first = cursor.number();
    if (!first) return std::nullopt;
    Quantity quantity{.low = first->value,
                      .high = first->value,
                      .decimals = first->decimals,
                      .figures_least = first->figures_least,
                      .figures_most = first->figures_most};
    std::string_view rest = cursor.rest();
    if (rest.starts_with("to ") || rest.find(" to ") != std::string_view::npos) {
        Cursor second(rest.substr(rest.starts_with("to ") ? 3 : rest.find(" to ") + 4));
        const auto upper = second.number();
        if (!upper) return std::nullopt;
        quantity.high = upper->value;
        if (quantity.high < quantity.low) return std::nullopt;  // a change from one to the other
        rest = second.rest();
    } else if (rest.starts_with(':') || rest.starts_with('/')) {
        const bool ratio = rest.starts_with(':');
        Cursor second(rest.substr(1));
        const auto divisor = second.number();
        if (!divisor || divisor->value == 0.0) return std::nullopt;
        quantity.low = quantity.high = first->value / divisor->value;
        quantity.unit = ratio ? ":1" : "";
        if (!second.rest().empty() && ratio) return std::nullopt;
        rest = second.rest();
    }
    for (const std::string_view tail : {" or less", " or fewer", " or more"})
        if (rest.ends_with(tail)) {
            bound = tail == " or more" ? Bound::above : Bound::below;
            rest.remove_suffix(tail.size());
        }
    if (rest.find_first_of(";,.?") != std::string_view::npos || words_of(rest).size() > most_words_of_unit)
        return std::nullopt;
    if (quantity.unit.empty()) quantity.unit = unit_of(rest);
    if (std::any_of(quantity.unit.begin(), quantity.unit.end(), is_digit) && quantity.unit != ":1" &&
        quantity.unit.find('^') == std::string::npos && quantity.unit.find("1.73") == std::string::npos)
        return std::nullopt;  // a second number: more than one quantity
    if (bound == Bound::below) quantity.low = -infinity;
    if (bound == Bound::above) quantity.high = infinity;
    return quantity;
}

UnitScale scale_of(std::string_view unit) {
    struct Known {
        std::string_view unit;
        std::string_view base;
        double factor;
    };
    static constexpr std::array<Known, 33> known = {{
        {"min", "s", 60.0},      {"minute", "s", 60.0},    {"minutes", "s", 60.0},  {"h", "s", 3600.0},
        {"hour", "s", 3600.0},   {"hours", "s", 3600.0},   {"day", "s", 86400.0},   {"days", "s", 86400.0},
        {"week", "s", 604800.0}, {"weeks", "s", 604800.0}, {"second", "s", 1.0},    {"seconds", "s", 1.0},
        {"month", "month", 1.0}, {"months", "month", 1.0}, {"year", "month", 12.0}, {"years", "month", 12.0},
        {"in", "m", 0.0254},     {"inch", "m", 0.0254},    {"inches", "m", 0.0254}, {"ft", "m", 0.3048},
        {"rad", "Gy", 0.01},     {"mrad", "Gy", 1e-5},     {"rem", "Sv", 0.01},     {"mrem", "Sv", 1e-5},
        {"Ci", "Bq", 3.7e10},    {"mCi", "Bq", 3.7e7},     {"μCi", "Bq", 3.7e4},    {"cGy", "Gy", 0.01},
        {"mmHg", "mmHg", 1.0},   {"cc", "L", 1e-3},        {"dB", "dB", 1.0},       {"percent", "%", 1.0},
        {"degrees", "°", 1.0},
    }};
    const auto slash = unit.find('/');
    if (slash != std::string_view::npos) {
        const UnitScale above = scale_of(unit.substr(0, slash));
        const UnitScale below = scale_of(unit.substr(slash + 1));
        return {.base = above.base + "/" + below.base, .factor = above.factor / below.factor};
    }
    for (const Known& each : known)
        if (each.unit == unit) return {.base = std::string(each.base), .factor = each.factor};
    static constexpr std::array<std::string_view, 18> bases = {"m",  "s", "Hz", "Gy", "Sv", "Bq", "g",  "L", "V",
                                                               "Vp", "A", "As", "W",  "T",  "eV", "Pa", "J", "R"};
    static constexpr std::array<std::pair<std::string_view, double>, 10> prefixes = {{{"G", 1e9},
                                                                                      {"M", 1e6},
                                                                                      {"k", 1e3},
                                                                                      {"d", 0.1},
                                                                                      {"c", 1e-2},
                                                                                      {"m", 1e-3},
                                                                                      {"μ", 1e-6},
                                                                                      {"µ", 1e-6},
                                                                                      {"n", 1e-9},
                                                                                      {"p", 1e-12}}};
    for (const std::string_view base : bases) {
        if (unit == base) return {.base = std::string(base)};
        if (!unit.ends_with(base)) continue;
        const std::string_view prefix = unit.substr(0, unit.size() - base.size());
        for (const auto& [sign, factor] : prefixes)
            if (prefix == sign) return {.base = std::string(base), .factor = factor};
    }
    return {.base = std::string(unit)};
}

bool same_quantity(const Quantity& a, const Quantity& b) {
    const UnitScale first = scale_of(a.unit);
    const UnitScale second = scale_of(b.unit);
    if (first.base != second.base) return false;
    const auto equal = [&](double x, double y) {
        if (std::isinf(x) || std::isinf(y)) return x == y;
        return std::abs(x * first.factor - y * second.factor) <= 1e-9 * std::abs(x * first.factor);
    };
    return equal(a.low, b.low) && equal(a.high, b.high);
}

}  // namespace collimate
