#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// SHA-256 over the content of a bank: each part with its length before it, so that no two contents run together.
/// Order: outline, each area, each point by id, all as their canonical JSON, then the digest of each item by (area,
/// id); of a calibrated bank where its difficulties come from and each of them by ordinal, then a class's memory.
class ContentHash {
public:
    ContentHash();
    void add(std::string_view part);
    [[nodiscard]] std::string hex();  ///< ends the hash; call once

private:
    alignas(64) unsigned char state_[256];  // crypto_hash_sha256_state, kept out of this header
};

/// SHA-256 of an item's canonical JSON: 32 bytes.
[[nodiscard]] std::string digest_of(std::string_view item_json);

/// Canonical JSON of an area or a point, for the hash.
[[nodiscard]] std::string area_to_json(const Area& area);
[[nodiscard]] std::string point_to_json(const LearningPoint& point);

/// The same of a calibration, of a class's memory and of an item's calibrated difficulty.
[[nodiscard]] std::string calibration_to_json(const CalibrationOrigin& origin);
[[nodiscard]] std::string memory_to_json(const ClassMemory& memory);
[[nodiscard]] std::string calibrated_to_json(std::int64_t ordinal, const CalibratedDifficulty& found);

/// The head that belongs to an item.
[[nodiscard]] ItemHead head_of(const Item& item, std::int64_t ordinal, int area);

/// Words joined by blanks, and back. Ids hold no blanks.
[[nodiscard]] std::string joined(const std::vector<std::string>& words);
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

}  // namespace collimate
