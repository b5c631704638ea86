#pragma once

#include <string>
#include <string_view>

#include "engine/item/instance.hpp"

namespace collimate {

/// A figure as it lies in a bank.
struct StoredPicture {
    std::string meta;  ///< JSON: all of the figure but its samples
    std::string
        samples;  ///< zlib: what each sample differs from its forecast, low bytes before high bytes; see picture.cpp
};

/// Inflated samples of one picture, at most: a color photograph of 16 Mpx, or 100 frames of 512 x 512 in 16 bits.
inline constexpr std::size_t most_sample_bytes = std::size_t{56} << 20;
inline constexpr int most_frames = 240;

/// Throws Refused where the figure is larger than a bank takes.
[[nodiscard]] StoredPicture pack_picture(const Figure& figure);

/// Checks everything before it is used and counts bytes while inflating. Throws Refused saying what is wrong.
[[nodiscard]] Figure unpack_picture(std::string_view meta, std::string_view samples);

/// All but the samples, which stay empty. Throws as above.
[[nodiscard]] Figure unpack_meta(std::string_view meta);

/// What a stored picture is made from, as SHA-256 in hex: generator, version, size, settings and seed, or the bytes of
/// an image file. Pixels may differ in their last bit between machines and have no part in it.
[[nodiscard]] std::string picture_key(const ShownFigure& shown);

/// SHA-256 over both parts, hex: tells damage when the picture is read.
[[nodiscard]] std::string hash_of_picture(std::string_view meta, std::string_view samples);

}  // namespace collimate
