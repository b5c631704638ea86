#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exam/outline.hpp"

namespace collimate {

/// Largest-remainder split of `length` items over the leaves of an outline, one figure per area (0 for branches).
/// Split from the top: first over the categories, then each area's count over its children, so that every branch holds
/// its rounded share too. Sums to exactly `length`; published counts are met exactly at the full length; ties go to the
/// area listed first, so a form is reproducible.
[[nodiscard]] std::vector<int> allocate(const Outline& outline, int length);

/// The same split over the leaves beneath one area.
[[nodiscard]] std::vector<int> allocate(const Outline& outline, int length, int branch);

/// Half-open range of ordinals.
struct OrdinalRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
    [[nodiscard]] std::int64_t size() const { return end - first; }
};

/// What assembly needs to know of an item.
struct ItemFacts {
    std::string id;
    std::string family;                ///< at most one of a family on a form; empty: none
    std::vector<std::string> enemies;  ///< not on one form; naming on one side is enough
    bool retired = false;
    int exposures = 0;  ///< times the candidate has met it; the least met of a leaf are drawn first
};

struct FormItem {
    std::int64_t ordinal = 0;
    int area = 0;  ///< the leaf it belongs to, index into the outline
};

/// A leaf whose own items did not suffice.
struct Shortage {
    int area = 0;
    int wanted = 0;
    int got = 0;       ///< of its own
    int replaced = 0;  ///< by items of its nearest relatives
};

struct Form {
    std::vector<FormItem> items;  ///< in the order they are asked
    std::vector<Shortage> shortages;
};

/// Draws a form of `length` items by the outline, uniformly among the least met of each leaf and without repeats,
/// passing over retired items, second members of a family and enemies. `ranges` holds one range per area, empty where
/// there are no items. What a leaf lacks is taken in turn from the leaves beside it, then from the rest of its
/// category, never from another one; every lack is reported, and the form stays short where no relative helps. Asks
/// `facts` only about items drawn: about `length` times and once for each met before, however large the bank. The same
/// arguments give the same form.
[[nodiscard]] Form assemble(const Outline& outline, std::span<const OrdinalRange> ranges,
                            const std::function<ItemFacts(std::int64_t ordinal)>& facts, int length,
                            std::uint64_t seed);

/// How much of an exam is sat.
enum class FormLength { full, half, quarter };
[[nodiscard]] std::string_view name_of(FormLength length);
[[nodiscard]] std::optional<FormLength> form_length_from(std::string_view name);

/// What a sitting of an exam holds and how long it may take.
struct ExamPlan {
    std::optional<int> section;  ///< a category of the outline; absent: the whole exam
    FormLength length = FormLength::full;
    int scored = 0;
    int pilots = 0;
    std::int64_t time_ms = 0;
    bool length_assumed = false;  ///< the registry's number of questions is not published
    bool time_assumed = false;    ///< the registry's time is not published: a minute a question
};

/// Questions and time in the exam's own proportion: a section has its published share of the questions, a shortened
/// form half or a quarter of them, pilot items and time go with the questions (rounded to the nearest; at least one
/// scored). Throws Refused when `section` is not a category.
[[nodiscard]] ExamPlan plan_exam(const Outline& outline, std::optional<int> section, FormLength length);

struct ExamItem {
    std::int64_t ordinal = 0;
    int area = 0;        ///< leaf
    bool pilot = false;  ///< asked like the others, not scored
};

/// The questions of one sitting in the order they are asked.
struct ExamForm {
    std::vector<ExamItem> items;
    std::vector<Shortage> shortages;        ///< of scored items
    std::vector<Shortage> pilot_shortages;  ///< leaves that had no items left for pilots; never replaced
    [[nodiscard]] int scored() const;
    [[nodiscard]] int pilots() const;
};

/// The scored items as `assemble` draws them, then pilot items by the same split from what is left, all in one random
/// order. Where the bank has too few left there are fewer pilots. The same arguments give the same form.
[[nodiscard]] ExamForm assemble_exam(const Outline& outline, std::span<const OrdinalRange> ranges,
                                     const std::function<ItemFacts(std::int64_t ordinal)>& facts, const ExamPlan& plan,
                                     std::uint64_t seed);

}  // namespace collimate
