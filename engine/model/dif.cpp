#include "engine/model/dif.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "engine/base/parallel.hpp"
#include "engine/model/item_analysis.hpp"

namespace collimate {
namespace {

constexpr double per_log_odds = -2.35;
constexpr double chi_square_95 = 3.841458820694124;
constexpr double dif_one_sided_95 = 1.6448536269514722;

/// Stratum of each candidate.
struct Strata {
    std::vector<std::uint32_t> of;
    std::size_t count = 0;
};

Strata strata_of(const ResponseMatrix& matrix) {
    std::vector<double> ability = analyze_responses(matrix, {}).ability;
    Strata strata{.of = std::vector<std::uint32_t>(ability.size(), 0)};
    if (ability.empty()) return strata;
    std::vector<double> edges = ability;
    std::sort(edges.begin(), edges.end());
    if (matrix.complete()) {
        // Equal scores give equal doubles: all are the same function of the score.
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    } else {
        constexpr std::size_t tenths = 10;
        std::vector<double> some;
        for (std::size_t t = 0; t < tenths; ++t) some.push_back(edges[t * edges.size() / tenths]);
        some.erase(std::unique(some.begin(), some.end()), some.end());
        edges = some;
    }
    for (std::size_t i = 0; i < ability.size(); ++i)
        strata.of[i] =
            static_cast<std::uint32_t>(std::upper_bound(edges.begin(), edges.end(), ability[i]) - edges.begin() - 1);
    strata.count = edges.size();
    return strata;
}

/// Right and wrong of the reference group (a, b) and of the focal group (c, d) at one level of ability.
using Table = std::array<double, 4>;

ItemDif from_tables(const std::vector<Table>& tables) {
    double r = 0.0, s = 0.0, pr = 0.0, ps_qr = 0.0, qs = 0.0;
    double surplus = 0.0, variance = 0.0;
    ItemDif dif;
    for (const auto& [a, b, c, d] : tables) {
        const double t = a + b + c + d;
        dif.reference_n += static_cast<std::size_t>(a + b);
        dif.focal_n += static_cast<std::size_t>(c + d);
        if (t < 2.0) continue;
        const double own_r = a * d / t, own_s = b * c / t;
        const double p = (a + d) / t, q = (b + c) / t;
        r += own_r;
        s += own_s;
        pr += p * own_r;
        ps_qr += p * own_s + q * own_r;
        qs += q * own_s;
        surplus += a - (a + b) * (a + c) / t;
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1.0));
    }
    const std::size_t fewer = std::min(dif.reference_n, dif.focal_n);
    if (fewer < least_per_group) {
        dif.delta = withheld(Withheld::too_few, fewer, least_per_group);
        return dif;
    }
    if (r <= 0.0 || s <= 0.0 || variance <= 0.0) {
        dif.delta = withheld(Withheld::no_spread, fewer);
        return dif;
    }
    const double delta = per_log_odds * std::log(r / s);
    const double se =
        std::abs(per_log_odds) * std::sqrt(pr / (2.0 * r * r) + ps_qr / (2.0 * r * s) + qs / (2.0 * s * s));
    const double half = normal_quantile(0.975) * se;
    dif.delta = {.value = delta, .limits = Limits{.low = delta - half, .high = delta + half}, .n = fewer};
    const double off = std::abs(surplus) < 0.5 ? std::abs(surplus) : std::abs(surplus) - 0.5;
    dif.chi_square = off * off / variance;
    if (std::abs(delta) >= 1.0 && dif.chi_square > chi_square_95) {
        const bool far = std::abs(delta) >= 1.5 && std::abs(delta) - dif_one_sided_95 * se > 1.0;
        dif.klass = far ? DifClass::large : DifClass::moderate;
    }
    return dif;
}

}  // namespace

std::vector<ItemDif> mantel_haenszel(const ResponseMatrix& matrix, std::span<const DifGroup> groups) {
    assert(groups.size() == matrix.candidates());
    const Strata strata = strata_of(matrix);
    std::vector<ItemDif> result(matrix.items());
    for_each_index(matrix.items(), [&](std::size_t item) {
        std::vector<Table> tables(strata.count, Table{});
        const ResponseColumn column = matrix.column(item);
        for (std::size_t i = 0; i < column.cells.size(); ++i) {
            const std::uint32_t candidate = column.candidate(i);
            if (groups[candidate] == DifGroup::neither) continue;
            const std::size_t cell =
                (groups[candidate] == DifGroup::focal ? 2U : 0U) + (column.cells[i].right() ? 0U : 1U);
            tables[strata.of[candidate]][cell] += 1.0;
        }
        result[item] = from_tables(tables);
    });
    return result;
}

}  // namespace collimate
