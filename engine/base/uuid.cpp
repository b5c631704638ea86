#include "engine/base/uuid.hpp"

#include <sodium.h>

#include <algorithm>

namespace collimate {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

std::string hex_of(std::span<const unsigned char> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15];
    }
    return text;
}

bool read_hex(std::string_view text, std::span<unsigned char> bytes) {
    if (text.size() != 2 * bytes.size()) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto high = hex_digits.find(text[2 * i]);
        const auto low = hex_digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return false;
        bytes[i] = static_cast<unsigned char>(high << 4 | low);
    }
    return true;
}

UuidBytes timed_id(TimeMs at_ms, std::string_view named) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(named.data()), named.size());
    UuidBytes id{};
    for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<unsigned char>(at_ms >> (40 - 8 * i));
    std::copy_n(hash.begin(), 10, id.begin() + 6);
    id[6] = static_cast<unsigned char>((id[6] & 0x0F) | 0x80);  // version 8: a layout of one's own (RFC 9562, 5.8)
    id[8] = static_cast<unsigned char>((id[8] & 0x3F) | 0x80);  // variant
    return id;
}

}  // namespace collimate
