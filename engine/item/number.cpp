#include "engine/item/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/item/units.hpp"

namespace collimate {
namespace {

/// Decimals that show `figures` significant figures of x; negative where digits before the point are rounded off.
int decimals_for(double x, int figures) {
    if (x == 0.0) return std::max(0, figures - 1);
    return figures - 1 - static_cast<int>(std::floor(std::log10(std::abs(x))));
}

double rounded_to(double x, int decimals) {
    const double scale = std::pow(10.0, std::abs(decimals));
    const double scaled = decimals >= 0 ? x * (1.0 + 1e-12) * scale : x * (1.0 + 1e-12) / scale;
    const double whole = std::round(scaled);
    const double result = decimals >= 0 ? whole / scale : whole * scale;
    return result == 0.0 ? 0.0 : result;  // no minus zero
}

/// Groups the whole part in threes from five digits on.
std::string grouped(std::string digits) {
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point - start < 5) return digits;
    for (std::size_t at = point; at > start + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

}  // namespace

double rounded(double x, Precision precision) {
    if (!std::isfinite(x)) return x;
    if (precision.decimals >= 0) return rounded_to(x, precision.decimals);
    return rounded_to(x, decimals_for(x * (1.0 + 1e-12), precision.figures));
}

std::string formatted(double x, Precision precision) {
    const double value = rounded(x, precision);
    const int decimals = precision.decimals >= 0 ? precision.decimals : decimals_for(value, precision.figures);
    return grouped(fmt::format("{:.{}f}", value, std::max(0, decimals)));
}

std::string as_drawn(double x) {
    std::string digits = fmt::format("{:.10f}", x);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    if (digits == "-0") digits = "0";
    return grouped(digits);
}

std::string with_unit(std::string number, std::string_view unit) {
    if (unit.empty()) return number;
    if (!joins_number(unit)) number += ' ';
    return number.append(unit);
}

}  // namespace collimate
