#include "engine/item/units.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace collimate {
namespace {

// Sorted for binary search.
constexpr std::array<std::string_view, 127> units = {
    "%",      "A",     "AMU", "B",       "Bq",    "C",      "Ci",    "F",       "G",     "GB",     "GBq",  "GHz",
    "GPa",    "Gbps",  "Gy",  "H",       "HU",    "HVL",    "Hz",    "IU",      "J",     "K",      "L",    "LET",
    "LPM",    "MB",    "MBq", "MHz",     "MHU",   "MPa",    "MRayl", "MU",      "MV",    "MVp",    "Mbps", "MeV",
    "Mrayl",  "N",     "Np",  "Pa",      "R",     "Rayl",   "Sv",    "T",       "TB",    "V",      "W",    "Wb",
    "bpm",    "beats", "cGy", "cc",      "cm",    "cP",     "cSv",   "d",       "dB",    "dL",     "day",  "days",
    "deg",    "eV",    "fps", "frames",  "ft",    "g",      "h",     "hour",    "hours", "images", "in",   "inch",
    "inches", "kB",    "kBq", "kHz",     "kJ",    "kPa",    "kV",    "kVp",     "kW",    "keV",    "kg",   "km",
    "lb",     "lines", "lp",  "m",       "mA",    "mAs",    "mCi",   "mEq",     "mGy",   "mJ",     "mHz",  "mL",
    "mR",     "mSv",   "mT",  "mV",      "mW",    "mg",     "min",   "minutes", "mm",    "mmHg",   "mmol", "months",
    "mrad",   "mrem",  "ms",  "ng",      "nm",    "pixels", "pg",    "pm",      "ppm",   "psi",    "rad",  "rads",
    "rayl",   "rem",   "s",   "seconds", "weeks", "y",      "years"};

bool listed(std::string_view unit) { return std::find(units.begin(), units.end(), unit) != units.end(); }

/// `m^2^` -> `m`, `s^-1^` -> `s`, `H~2~O` -> `H2O`.
std::string without_exponent(std::string_view part) {
    std::string bare;
    bool inside = false;
    for (const char c : part) {
        if (c == '^')
            inside = !inside;
        else if (!inside && c != '~')
            bare += c;
    }
    return bare;
}

bool is_simple(std::string_view part) {
    if (part.empty()) return false;
    if (std::all_of(part.begin(), part.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; })) return true;
    std::string bare = without_exponent(part);
    if (listed(bare)) return true;
    static constexpr std::array<std::string_view, 5> prefixed = {"μ", "µ", ":mu:", "°", "Ω"};
    for (const std::string_view prefix : prefixed) {
        if (!bare.starts_with(prefix)) continue;
        const std::string rest = bare.substr(prefix.size());
        if (rest.empty() || listed(rest)) return true;
    }
    return bare == "cmH2O" || bare == "H2O" || bare == "kΩ" || bare == "MΩ" || bare == "Å";
}

}  // namespace

bool is_unit(std::string_view token) {
    bool any = false;
    while (!token.empty()) {
        const auto slash = token.find('/');
        const auto dot = token.find("·");
        const auto cut = std::min(slash, dot);
        if (!is_simple(token.substr(0, cut))) return false;
        any = any || !(token[0] >= '0' && token[0] <= '9');
        if (cut == std::string_view::npos) return any;
        token.remove_prefix(cut + (cut == slash ? 1 : std::string_view("·").size()));
    }
    return false;
}

bool joins_number(std::string_view unit) { return unit.starts_with('%') || unit == "°"; }

}  // namespace collimate
