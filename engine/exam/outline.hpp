#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/calendar.hpp"

namespace collimate {

enum class Basis { official, secondary, inferred };
enum class OutlineConfidence { high, medium, low };
enum class Registry { arrt, ardms };

/// One entry of a content outline.
struct Area {
    std::string code;
    std::string title;
    int parent = -1;  ///< index into Outline::areas; -1 for a category
    std::optional<int> items;
    std::optional<double> percent;
    std::optional<double> share;  ///< our own working weight among siblings where nothing is published
    Basis basis = Basis::inferred;
    std::string note;
    std::vector<std::string> was;
};

struct Scale {
    double low = 0.0;
    double cut = 0.0;
    double high = 0.0;
};

/// A published or assumed figure with what it rests on, so that a screen can say so.
struct PublishedPercent {
    double percent = 0.0;
    int year = 0;         ///< 0 where it is not dated
    bool assumed = true;  ///< our working assumption, not published
    std::string source;
};

/// The content outline of an exam: what a form holds and in what proportion. Unknown figures stay absent.
struct Outline {
    std::string exam;  ///< `arrt-ct`
    Registry registry = Registry::arrt;
    std::string title;      ///< `Computed Tomography`
    std::string effective;  ///< as published; a date, a year or a remark
    std::optional<int> scored_items;
    std::optional<int> pilot_items;
    std::optional<int> minutes;
    Scale scale;
    OutlineConfidence confidence = OutlineConfidence::low;
    std::string basis;
    std::vector<std::string> sources;
    std::string next_revision;
    std::string license;
    PublishedPercent first_time_pass;  ///< percent of first-time candidates who pass
    PublishedPercent cut;              ///< percent correct at the cut
    std::vector<Area> areas;           ///< children after their parent

    [[nodiscard]] std::optional<int> find(std::string_view code) const;
    [[nodiscard]] bool is_leaf(int area) const;
    [[nodiscard]] int category_of(int area) const;
    [[nodiscard]] int depth_of(int area) const;                  ///< 0 of a category
    [[nodiscard]] std::vector<int> leaves() const;               ///< in outline order
    [[nodiscard]] std::vector<int> children_of(int area) const;  ///< -1 for the categories
    /// Whether the weight of an area is published rather than ours.
    [[nodiscard]] bool published(int area) const;
};

/// Share of the exam each area carries, one figure per area; leaves sum to 1. Published counts and percents stand;
/// siblings without one split what is left by `share`, or evenly.
[[nodiscard]] std::vector<double> area_weights(const Outline& outline);

/// What a forecast of this exam assumes, one sentence each; published figures named with their year, ours called
/// assumptions.
[[nodiscard]] std::string assumptions(const Outline& outline);

/// The codes of all exams the program knows, `arrt-r` to `ardms-msks`.
[[nodiscard]] std::span<const std::string_view> exam_codes();

[[nodiscard]] std::string_view name_of(Registry registry);
[[nodiscard]] std::string_view name_of(Basis basis);
[[nodiscard]] std::string_view name_of(OutlineConfidence confidence);

}  // namespace collimate
