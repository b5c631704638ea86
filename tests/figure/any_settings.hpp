#pragma once

#include "engine/base/random.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

/// Settings anywhere within their ranges, half of them at an end, to find what a generator cannot stand.
inline FigureSettings any_settings(const Generator& generator, Random& random) {
    FigureSettings settings;
    for (const auto& p : generator.parameters) {
        if (!p.choices.empty()) {
            settings[std::string(p.name)] = std::string(p.choices[random.below(p.choices.size())]);
            continue;
        }
        const double share = random.below(2) == 0 ? static_cast<double>(random.below(2)) : random.uniform();
        settings[std::string(p.name)] = p.low + (p.high - p.low) * share;
    }
    return settings;
}

}  // namespace collimate
