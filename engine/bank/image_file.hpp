#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/figure/figure.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

inline constexpr std::size_t largest_image_file = 20'000'000;    ///< bytes
inline constexpr std::size_t largest_image_pixels = 16'777'216;  ///< 16 Mpx

/// The bytes of a file that is offered as a PNG or JPEG image. Throws Refused saying what is wrong where it is missing,
/// no regular file or too large.
[[nodiscard]] std::string read_image_file(const std::filesystem::path& file);

/// SHA-256 of the bytes, hex.
[[nodiscard]] std::string hash_of_image(std::string_view bytes);

/// Width and height by the header, checked against the limits before anything is decoded. Throws Refused.
[[nodiscard]] FigureSize image_size(std::string_view bytes);

/// The picture: gray of 8 or 16 bits, or colors; transparency is dropped. Throws Refused where the image is neither PNG
/// nor JPEG, damaged, cut short, or does not hold what its header says.
[[nodiscard]] Figure decode_image(std::string_view bytes);

}  // namespace collimate
