#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

/// How the samples of a picture are laid out.
struct SampleShape {
    int width = 0;
    int height = 0;
    int frames = 1;
    int channels = 1;      ///< 1 gray, 3 colors
    int sample_bytes = 1;  ///< 1 or 2

    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(frames) *
               static_cast<std::size_t>(channels);
    }
};

/// Samples without loss: each as its difference from a forecast (of a frame's own neighbours or of the frame before,
/// whichever fits better), small numbers near zero, low and high bytes apart, deflated.
[[nodiscard]] std::string deflate_samples(const std::vector<std::uint16_t>& samples, const SampleShape& shape);

/// The inverse. Throws Refused where the bytes are damaged, or not exactly as many as the shape asks for; memory is
/// bounded by the shape, which the caller has checked.
[[nodiscard]] std::vector<std::uint16_t> inflate_samples(std::string_view packed, const SampleShape& shape);

}  // namespace collimate
