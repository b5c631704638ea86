#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/exam/form.hpp"
#include "engine/exam/outline.hpp"
#include "engine/item/instance.hpp"
#include "engine/model/ability.hpp"
#include "engine/model/fsrs.hpp"

namespace collimate {

struct StoredPicture;

struct LearningPoint {
    std::string id;
    std::string area;
    std::string text;
};

/// What a class's answers say of an item's difficulty, the author's label included.
struct CalibratedDifficulty {
    std::int64_t n = 0;       ///< first answers
    double difficulty = 0.0;  ///< logits, on the scale of authored difficulties
    double se = 0.0;          ///< standard error
    friend bool operator==(const CalibratedDifficulty&, const CalibratedDifficulty&) = default;
};

/// The class that a bank's calibrated difficulties come from.
struct CalibrationOrigin {
    std::string model = "rasch";
    std::int64_t candidates = 0;
    std::int64_t answers = 0;
    Day newest = 0;  ///< of the last of these answers
    friend bool operator==(const CalibrationOrigin&, const CalibrationOrigin&) = default;
};

/// How a class forgets: FSRS-6 fitted to the answers of all its candidates together. The usual curve of who has none of
/// their own, and what theirs is shrunk to.
struct ClassMemory {
    std::int64_t candidates = 0;
    std::int64_t reviews = 0;  ///< answers to questions met on an earlier day
    FsrsParameters parameters = default_fsrs();
    friend bool operator==(const ClassMemory&, const ClassMemory&) = default;
};

/// What is believed of an item's difficulty: the calibrated one with its own reliability, where there is one.
[[nodiscard]] DifficultyLabel label_of(double authored, const std::optional<CalibratedDifficulty>& calibrated);

/// What selection and scheduling need of an item, without its words.
struct ItemHead {
    std::int64_t ordinal = 0;  ///< 0-based; items of one area are neighbours, so an area is a range of ordinals
    std::string id;
    int revision = 1;
    int area = 0;  ///< index into the outline's areas
    ItemType type = ItemType::single;
    Level level = Level::application;
    double chance = 0.0;      ///< guess floor
    double difficulty = 0.0;  ///< authored, logits: what answers carry, so that no calibration is told its own result
    std::optional<CalibratedDifficulty> calibrated;
    bool parametric = false;
    bool retired = false;
    int shown_options = 0;
    std::string family;
    std::vector<std::string> enemies;
    std::vector<std::string> points;

    [[nodiscard]] DifficultyLabel label() const { return label_of(difficulty, calibrated); }
    /// Of an answer to `answered_revision` that carries an authored difficulty: a calibration is of one revision.
    [[nodiscard]] DifficultyLabel label_for(int answered_revision, double authored) const {
        return label_of(authored, answered_revision == revision ? calibrated : std::nullopt);
    }
};

/// A compiled bank, opened read-only and treated as untrusted. Owns its connection; not for use from two threads at
/// once.
class Bank {
public:
    /// Throws Refused naming file, fault and remedy when it is not a bank, damaged, of a newer format, or carries
    /// any schema but the exact expected one; WorldFailed when it cannot be read.
    [[nodiscard]] static Bank open(const std::filesystem::path& file);

    Bank(Bank&&) noexcept;
    Bank& operator=(Bank&&) noexcept;
    ~Bank();

    [[nodiscard]] const Outline& outline() const;
    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] const std::string& hash()
        const;  ///< content hash, hex; the same for the same source on every machine
    [[nodiscard]] int schema_version() const;
    [[nodiscard]] const std::optional<CalibrationOrigin>& calibration() const;  ///< absent: all difficulties authored
    [[nodiscard]] const std::optional<ClassMemory>& memory() const;  ///< absent: the published defaults
    [[nodiscard]] std::int64_t size() const;           ///< items, retired ones included
    [[nodiscard]] OrdinalRange range(int area) const;  ///< of a leaf; empty for others

    [[nodiscard]] ItemHead head(std::int64_t ordinal) const;
    [[nodiscard]] std::vector<ItemHead> heads() const;  ///< all, in ordinal order
    [[nodiscard]] std::optional<std::int64_t> find(std::string_view item_id) const;
    /// Checked against its digest and its head, so that nothing altered is ever asked. Throws Refused.
    [[nodiscard]] Item item(std::int64_t ordinal) const;
    [[nodiscard]] Item item(std::string_view item_id) const;  ///< throws Refused when unknown, too
    [[nodiscard]] const std::vector<LearningPoint>& points() const;

    /// The picture of a figure of one of this bank's items: decoded where it is stored, computed now where it depends
    /// on the draw (`rendered`, which may run on another thread instead). Throws Refused when the picture is missing,
    /// damaged or oversized, or its generator is unknown.
    [[nodiscard]] Figure figure(const ShownFigure& shown) const;

    /// Ids of the items whose words match, best first: stem, options, rationales, points, id. Empty query: none.
    [[nodiscard]] std::vector<std::string> search(std::string_view query, int limit) const;

    /// A picture as it lies in the bank, checked against its hash, for the next compilation to take over; absent where
    /// the bank has none of this key, or has it from other generator sources.
    [[nodiscard]] std::optional<StoredPicture> stored_picture(std::string_view key, std::string_view drawn_by) const;
    [[nodiscard]] std::int64_t pictures() const;  ///< stored ones

    /// Outline, points, the items' digests and what a class told against the content hash: what opening an exam can
    /// afford. The items themselves are checked as they are read. Throws Refused.
    void check() const;

    /// Full check: quick_check, content hash, every item and every picture. Throws Refused.
    void verify() const;

private:
    struct Impl;
    explicit Bank(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace collimate
