#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/calendar.hpp"

namespace collimate {

using UuidBytes = std::array<unsigned char, 16>;

/// A random or derived id of 128 bits; `Kind` keeps ids of different things apart. Ordered by its bytes, so that ids
/// which begin with a time sort by it.
template <class Kind>
struct Uuid {
    UuidBytes bytes{};
    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string hex_of(std::span<const unsigned char> bytes);

/// Reads exactly `bytes.size()` bytes of lower-case hexadecimal. False, and `bytes` undefined, where it is not that.
[[nodiscard]] bool read_hex(std::string_view text, std::span<unsigned char> bytes);

/// An id that begins with a time, as UUIDs of version 7 do, and goes on with a hash of `named`: the same again for the
/// same, and ids in a table lie by time.
[[nodiscard]] UuidBytes timed_id(TimeMs at_ms, std::string_view named);

template <class Kind>
[[nodiscard]] std::string hex_of(const Uuid<Kind>& id) {
    return hex_of(id.bytes);
}

template <class Id>
[[nodiscard]] std::optional<Id> id_from_hex(std::string_view text) {
    Id id;
    if (!read_hex(text, id.bytes)) return std::nullopt;
    return id;
}

}  // namespace collimate
