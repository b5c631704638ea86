#include "engine/exam/outline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace collimate {
namespace {

constexpr std::array<std::string_view, 23> codes = {
    "arrt-r",   "arrt-n",   "arrt-t",   "arrt-mr",  "arrt-s",   "arrt-m",    "arrt-ct",   "arrt-bd",
    "arrt-bs",  "arrt-vs",  "arrt-vi",  "arrt-ci",  "arrt-rra", "ardms-spi", "ardms-ab",  "ardms-ob",
    "ardms-br", "ardms-fe", "ardms-ps", "ardms-ae", "ardms-pe", "ardms-vt",  "ardms-msks"};

/// What an area is published to hold, in units of the whole exam; absent where neither it nor all of its children say.
std::vector<std::optional<double>> published_amounts(const Outline& outline, double unit_items) {
    const int count = static_cast<int>(outline.areas.size());
    std::vector<std::optional<double>> amounts(outline.areas.size());
    for (int area = count - 1; area >= 0; --area) {
        const Area& entry = outline.areas[static_cast<std::size_t>(area)];
        auto& amount = amounts[static_cast<std::size_t>(area)];
        if (entry.items && unit_items > 0.0) {
            amount = *entry.items / unit_items;
        } else if (entry.percent) {
            amount = *entry.percent / 100.0;
        } else {
            const std::vector<int> children = outline.children_of(area);
            double sum = 0.0;
            const bool all = std::all_of(children.begin(), children.end(), [&](int child) {
                const auto& part = amounts[static_cast<std::size_t>(child)];
                sum += part.value_or(0.0);
                return part.has_value();
            });
            if (all && !children.empty()) amount = sum;
        }
    }
    return amounts;
}

/// Items of the whole exam: as published, else the sum of what the categories publish, else unknown (0).
double whole_items(const Outline& outline) {
    if (outline.scored_items) return *outline.scored_items;
    double sum = 0.0;
    for (const int category : outline.children_of(-1))
        sum += outline.areas[static_cast<std::size_t>(category)].items.value_or(0);
    return sum;
}

enum class Whole { published, unknown };

/// Splits `whole` over siblings: published amounts stand, the others take the rest by share; all are scaled to `whole`,
/// since published percents are rounded. Where the whole is not published, silent siblings count like the mean of the
/// others.
void split(const Outline& outline, const std::vector<int>& siblings, double whole, Whole kind,
           const std::vector<std::optional<double>>& amounts, std::vector<double>& weights) {
    double given = 0.0;
    double shares = 0.0;
    int stated = 0;
    for (const int area : siblings) {
        const auto at = static_cast<std::size_t>(area);
        given += amounts[at].value_or(0.0);
        stated += amounts[at].has_value() ? 1 : 0;
        if (!amounts[at]) shares += outline.areas[at].share.value_or(1.0);
    }
    double rest = std::max(0.0, whole - given);
    if (kind == Whole::unknown && rest <= 0.0 && stated > 0) rest = given / stated * shares;
    const double sum = shares > 0.0 ? given + rest : given;
    for (const int area : siblings) {
        const auto at = static_cast<std::size_t>(area);
        const double amount =
            amounts[at] ? *amounts[at] : rest * outline.areas[at].share.value_or(1.0) / (shares > 0.0 ? shares : 1.0);
        weights[at] = sum > 0.0 ? whole * amount / sum : whole / static_cast<double>(siblings.size());
    }
}

}  // namespace

std::span<const std::string_view> exam_codes() { return codes; }

std::optional<int> Outline::find(std::string_view code) const {
    for (std::size_t i = 0; i < areas.size(); ++i)
        if (areas[i].code == code) return static_cast<int>(i);
    return std::nullopt;
}

bool Outline::is_leaf(int area) const {
    return std::none_of(areas.begin(), areas.end(), [area](const Area& other) { return other.parent == area; });
}

int Outline::category_of(int area) const {
    while (areas[static_cast<std::size_t>(area)].parent >= 0) area = areas[static_cast<std::size_t>(area)].parent;
    return area;
}

int Outline::depth_of(int area) const {
    int depth = 0;
    for (int at = areas[static_cast<std::size_t>(area)].parent; at >= 0;
         at = areas[static_cast<std::size_t>(at)].parent)
        ++depth;
    return depth;
}

std::vector<int> Outline::leaves() const {
    std::vector<bool> inner(areas.size(), false);
    for (const Area& area : areas)
        if (area.parent >= 0) inner[static_cast<std::size_t>(area.parent)] = true;
    std::vector<int> found;
    for (std::size_t i = 0; i < areas.size(); ++i)
        if (!inner[i]) found.push_back(static_cast<int>(i));
    return found;
}

std::vector<int> Outline::children_of(int area) const {
    std::vector<int> found;
    for (std::size_t i = 0; i < areas.size(); ++i)
        if (areas[i].parent == area) found.push_back(static_cast<int>(i));
    return found;
}

bool Outline::published(int area) const {
    const Area& entry = areas[static_cast<std::size_t>(area)];
    return (entry.items || entry.percent) && entry.basis != Basis::inferred;
}

std::vector<double> area_weights(const Outline& outline) {
    const auto amounts = published_amounts(outline, whole_items(outline));
    std::vector<double> weights(outline.areas.size(), 0.0);
    const std::vector<int> categories = outline.children_of(-1);
    const bool percents = std::any_of(categories.begin(), categories.end(), [&](int category) {
        return outline.areas[static_cast<std::size_t>(category)].percent.has_value();
    });
    split(outline, categories, 1.0, outline.scored_items || percents ? Whole::published : Whole::unknown, amounts,
          weights);
    for (std::size_t area = 0; area < outline.areas.size(); ++area) {
        const std::vector<int> children = outline.children_of(static_cast<int>(area));
        const Whole kind = amounts[area] ? Whole::published : Whole::unknown;
        if (!children.empty()) split(outline, children, weights[area], kind, amounts, weights);
    }
    return weights;
}

std::string_view name_of(Registry registry) { return registry == Registry::arrt ? "arrt" : "ardms"; }

std::string_view name_of(Basis basis) {
    constexpr std::array<std::string_view, 3> names = {"official", "secondary", "inferred"};
    return names[static_cast<std::size_t>(basis)];
}

std::string_view name_of(OutlineConfidence confidence) {
    constexpr std::array<std::string_view, 3> names = {"high", "medium", "low"};
    return names[static_cast<std::size_t>(confidence)];
}

std::string assumptions(const Outline& outline) {
    const PublishedPercent& pass = outline.first_time_pass;
    std::string text =
        pass.assumed
            ? fmt::format("No first-time pass rate is published for this exam; {:g} % is our assumption.", pass.percent)
            : fmt::format("The published first-time pass rate is {:g} %{}.", pass.percent,
                          pass.year > 0 ? fmt::format(" ({})", pass.year) : "");
    const bool line_too = outline.registry == Registry::ardms;
    if (outline.cut.assumed)
        text += fmt::format(" The cut at {:g} % correct is our assumption{}.", outline.cut.percent,
                            line_too ? ", as is the scaled score" : "");
    else if (line_too)
        text += " How percent correct becomes a scaled score is our assumption.";
    return text;
}

}  // namespace collimate
