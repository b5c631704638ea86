#include "engine/model/item_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/parallel.hpp"
#include "engine/model/item_tally.hpp"
#include "engine/model/key_doubt.hpp"

namespace collimate {
namespace {

constexpr double non_functioning_share = 0.05;

Statistic share_of(double part, double whole) {
    const auto n = static_cast<std::size_t>(whole);
    if (n < least_for_share) return withheld(Withheld::too_few, n, least_for_share);
    return {.value = part / whole, .limits = wilson_limits(part, whole), .n = n};
}

/// Correlation of being in `part` with the rest score, among those of `item` who have one.
Statistic point_biserial(const ScoreTally& part, const ItemTally& item) {
    const std::size_t n = item.all.with_rest;
    if (n < least_for_correlation) return withheld(Withheld::too_few, n, least_for_correlation);
    const auto count = static_cast<double>(n);
    const double share = static_cast<double>(part.with_rest) / count;
    const double mean = item.all.rest_sum / count;
    const double variance = item.rest_squares / count - mean * mean;
    const double spread = share * (1.0 - share) * variance;
    if (!(spread > 1e-14 * (1.0 + mean * mean))) return withheld(Withheld::no_spread, n);
    const double r = (part.rest_sum / count - share * mean) / std::sqrt(spread);
    return {.value = r, .limits = fisher_limits(r, count), .n = n};
}

double weighted(const ScoreTally& tally, const std::vector<double>& weights) {
    double sum = 0.0;
    for (std::size_t c = 0; c < weights.size(); ++c) sum += weights[c] * static_cast<double>(tally.by_class[c]);
    return sum;
}

/// Difference of two proportions with Newcombe's limits (Newcombe 1998, method 10).
Statistic discrimination(const ItemTally& item, const AbilityGroups& groups) {
    const std::size_t n = item.all.n;
    if (n < least_for_correlation) return withheld(Withheld::too_few, n, least_for_correlation);
    const double upper_n = weighted(item.all, groups.upper_27);
    const double lower_n = weighted(item.all, groups.lower_27);
    if (std::min(upper_n, lower_n) < 1.0) return withheld(Withheld::no_spread, n);
    const double upper = weighted(item.right, groups.upper_27) / upper_n;
    const double lower = weighted(item.right, groups.lower_27) / lower_n;
    const Limits up = wilson_limits(upper * upper_n, upper_n);
    const Limits low = wilson_limits(lower * lower_n, lower_n);
    const double d = upper - lower;
    return {.value = d,
            .limits = Limits{.low = d - std::hypot(upper - up.low, low.high - lower),
                             .high = d + std::hypot(up.high - upper, lower - low.low)},
            .n = n};
}

std::optional<std::array<double, 3>> shares_by_third(const ScoreTally& part, const ItemTally& item,
                                                     const AbilityGroups& groups) {
    if (item.all.n < least_for_correlation) return {};
    std::vector<double> middle(groups.classes);
    for (std::size_t c = 0; c < middle.size(); ++c)
        middle[c] = std::max(0.0, 1.0 - groups.lower_third[c] - groups.upper_third[c]);
    std::array<double, 3> shares{};
    const std::vector<double>* const thirds[] = {&groups.lower_third, &middle, &groups.upper_third};
    for (std::size_t third = 0; third < 3; ++third) {
        const double whole = weighted(item.all, *thirds[third]);
        if (whole < 1.0) return {};
        shares[third] = weighted(part, *thirds[third]) / whole;
    }
    return shares;
}

OptionAnalysis analyze_option(const ScoreTally& part, const ItemTally& item, const AbilityGroups& groups) {
    return {.chosen = part.n,
            .share = share_of(static_cast<double>(part.n), static_cast<double>(item.all.n)),
            .by_third = shares_by_third(part, item, groups),
            .point_biserial = point_biserial(part, item)};
}

/// Several keys leave it open which to doubt. What nobody chose, or all did, goes with nothing.
void suspect_key(ItemAnalysis& item) {
    const std::size_t n = item.options.front().point_biserial.n;
    if (n < least_for_correlation) return;
    const double with_rest = static_cast<double>(n) / static_cast<double>(item.n);
    std::vector<ChosenOption> options;
    std::optional<std::size_t> key;
    for (const OptionAnalysis& option : item.options) {
        if (!option.option) continue;
        if (option.key && key) return;
        if (option.key) key = options.size();
        options.push_back({.n = with_rest * static_cast<double>(option.chosen),
                           .point_biserial = option.point_biserial.value.value_or(0.0)});
    }
    if (!key || options.size() < 2) return;
    const auto doubt = doubt_of_key(options, *key, static_cast<double>(n));
    if (!doubt || doubt->chance < suspect_chance) return;
    item.key_suspect = static_cast<int>(doubt->option);
    item.key_doubt = doubt->chance;
}

void analyze_options(const ItemTally& item, const ItemOptions& offered, const AbilityGroups& groups,
                     ItemAnalysis& result) {
    for (int option = 0; option <= offered.options; ++option) {
        const ScoreTally& part = item.options[static_cast<std::size_t>(option)];
        if (option == offered.options && part.n == 0) break;
        OptionAnalysis& analysis = result.options.emplace_back(analyze_option(part, item, groups));
        if (option == offered.options) break;
        analysis.option = option;
        analysis.key = std::find(offered.keys.begin(), offered.keys.end(), option) != offered.keys.end();
        analysis.non_functioning =
            !analysis.key && analysis.share.limits && analysis.share.limits->high < non_functioning_share;
    }
    suspect_key(result);
}

ItemAnalysis analyze_item(const ItemTally& item, const ItemOptions& offered, const AbilityGroups& groups) {
    ItemAnalysis result{.n = item.all.n,
                        .facility = share_of(static_cast<double>(item.right.n), static_cast<double>(item.all.n)),
                        .point_biserial = point_biserial(item.right, item),
                        .discrimination_27 = discrimination(item, groups)};
    result.negative_discrimination = result.point_biserial.limits && result.point_biserial.limits->high < 0.0;
    if (offered.options > 0) analyze_options(item, offered, groups, result);
    return result;
}

// ---- The form -----------------------------------------------------------------------------------------------------

/// Raw scores of those who met every item, and the sum of the items' variances (divisor n) among them.
struct FormScores {
    std::vector<int> scores;
    double item_variance = 0.0;
};

FormScores form_scores(const ResponseMatrix& matrix) {
    std::vector<int> met(matrix.candidates(), 0);
    std::vector<int> score(matrix.candidates(), 0);
    for (std::size_t item = 0; item < matrix.items(); ++item) {
        const ResponseColumn column = matrix.column(item);
        for (std::size_t i = 0; i < column.cells.size(); ++i) {
            ++met[column.candidate(i)];
            score[column.candidate(i)] += column.cells[i].right() ? 1 : 0;
        }
    }
    FormScores form;
    for (std::size_t i = 0; i < met.size(); ++i)
        if (met[i] == static_cast<int>(matrix.items())) form.scores.push_back(score[i]);
    const double n = static_cast<double>(form.scores.size());
    for (std::size_t item = 0; item < matrix.items() && n > 0.0; ++item) {
        const ResponseColumn column = matrix.column(item);
        double right = 0.0;
        for (std::size_t i = 0; i < column.cells.size(); ++i)
            if (column.cells[i].right() && met[column.candidate(i)] == static_cast<int>(matrix.items())) right += 1.0;
        form.item_variance += right / n * (1.0 - right / n);
    }
    return form;
}

/// The same from what the items' tallies hold, where everybody met everything.
FormScores form_scores(const MatrixTally& tallies) {
    FormScores form;
    double expected = 0.0;
    for (const ItemTally& item : tallies.items) {
        const double p = static_cast<double>(item.right.n) / static_cast<double>(item.all.n);
        expected += p;
        form.item_variance += p * (1.0 - p);
    }
    for (const double ability : tallies.ability)
        form.scores.push_back(
            static_cast<int>(std::lround(ability * static_cast<double>(tallies.items.size()) + expected)));
    return form;
}

/// Feldt 1965: (1 - rho) / (1 - estimate) is distributed as F with (n - 1)(k - 1) and n - 1 degrees of freedom.
Limits feldt_limits(double reliability, double n, double items) {
    const double d1 = n - 1.0;
    const double d2 = d1 * (items - 1.0);
    return {.low = 1.0 - (1.0 - reliability) * f_quantile(0.975, d1, d2),
            .high = 1.0 - (1.0 - reliability) * f_quantile(0.025, d1, d2)};
}

struct Decisions {
    double consistency = 0.0;
    double kappa = 0.0;
};

/// Subkoviak 1976: each candidate's proportion is drawn towards the mean by the reliability; two parallel forms are
/// binomial draws at it.
Decisions subkoviak(const std::vector<int>& scores, int items, int cut, double reliability) {
    const double k = items;
    const double rho = std::clamp(reliability, 0.0, 1.0);
    const double n = static_cast<double>(scores.size());
    const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / n;
    std::vector<double> candidates(static_cast<std::size_t>(items) + 1, 0.0);
    for (const int score : scores) candidates[static_cast<std::size_t>(score)] += 1.0;
    double alike = 0.0;
    double passing = 0.0;
    for (int score = 0; score <= items; ++score) {
        const double count = candidates[static_cast<std::size_t>(score)];
        if (count == 0.0) continue;
        const double p = (rho * score + (1.0 - rho) * mean) / k;
        const double pass = cut <= 0 ? 1.0 : cut > items ? 0.0 : incomplete_beta(cut, k - cut + 1.0, p);
        alike += count * (pass * pass + (1.0 - pass) * (1.0 - pass));
        passing += count * pass;
    }
    alike /= n;
    passing /= n;
    const double chance = passing * passing + (1.0 - passing) * (1.0 - passing);
    return {.consistency = alike, .kappa = chance < 1.0 ? (alike - chance) / (1.0 - chance) : 0.0};
}

/// Why the form's numbers are not told: nobody met all of it, or too few did.
Statistic form_withheld(std::size_t n, std::size_t responses, std::size_t needed) {
    return n == 0 && responses > 0 ? withheld(Withheld::unequal, 0) : withheld(Withheld::too_few, n, needed);
}

void describe_reliability(const FormScores& form, double sd, std::optional<int> cut, FormAnalysis& result) {
    const double n = static_cast<double>(result.n);
    const double k = static_cast<double>(result.items);
    const double variance = sd * sd * (n - 1.0) / n;
    if (!(variance > 0.0) || result.items < 2) {
        result.kr20 = result.sem = withheld(Withheld::no_spread, result.n);
        result.consistency = result.kappa = result.kr20;
        return;
    }
    const double kr20 = k / (k - 1.0) * (1.0 - form.item_variance / variance);
    const Limits limits = feldt_limits(kr20, n, k);
    result.kr20 = {.value = kr20, .limits = limits, .n = result.n};
    const auto sem = [&](double reliability) { return sd * std::sqrt(std::max(0.0, 1.0 - reliability)); };
    result.sem = {
        .value = sem(kr20), .limits = Limits{.low = sem(limits.high), .high = sem(limits.low)}, .n = result.n};
    if (!cut) return;
    const Decisions decisions = subkoviak(form.scores, static_cast<int>(result.items), *cut, kr20);
    result.consistency = {.value = decisions.consistency, .n = result.n};
    result.kappa = {.value = decisions.kappa, .n = result.n};
}

FormAnalysis describe(const FormScores& form, const ResponseMatrix& matrix, std::optional<int> cut) {
    FormAnalysis result{.n = form.scores.size(), .items = matrix.items()};
    result.mean = result.sd = form_withheld(result.n, matrix.responses(), least_for_share);
    result.kr20 = result.sem = form_withheld(result.n, matrix.responses(), least_for_correlation);
    result.consistency = result.kappa = result.kr20;
    if (result.n < least_for_share || result.items == 0) return result;
    const double n = static_cast<double>(result.n);
    const double mean = std::accumulate(form.scores.begin(), form.scores.end(), 0.0) / n;
    double squares = 0.0;
    for (const int score : form.scores) squares += (score - mean) * (score - mean);
    const double sd = std::sqrt(squares / (n - 1.0));
    const double half = std::sqrt(f_quantile(0.95, 1.0, n - 1.0)) * sd / std::sqrt(n);
    result.mean = {.value = mean, .limits = Limits{.low = mean - half, .high = mean + half}, .n = result.n};
    result.sd = {.value = sd, .n = result.n};
    if (result.n >= least_for_correlation) describe_reliability(form, sd, cut, result);
    return result;
}

}  // namespace

ResponseAnalysis analyze_responses(const ResponseMatrix& matrix, std::span<const ItemOptions> options,
                                   std::optional<int> cut) {
    MatrixTally tallies = tally(matrix, options);
    ResponseAnalysis result{.items = std::vector<ItemAnalysis>(matrix.items())};
    static const ItemOptions none;
    for_each_index(matrix.items(), [&](std::size_t item) {
        result.items[item] = analyze_item(tallies.items[item], options.empty() ? none : options[item], tallies.groups);
    });
    const bool whole = matrix.complete() && matrix.candidates() > 0 && matrix.items() > 0;
    result.form = describe(whole ? form_scores(tallies) : form_scores(matrix), matrix, cut);
    result.ability = std::move(tallies.ability);
    return result;
}

FormAnalysis analyze_form(const ResponseMatrix& matrix, std::optional<int> cut) {
    return describe(form_scores(matrix), matrix, cut);
}

}  // namespace collimate
