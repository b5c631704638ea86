#pragma once

#include <complex>
#include <span>

namespace collimate {

enum class FourierDirection { forward, inverse };

/// Fast Fourier transform in place, radix 2 (Cooley and Tukey 1965). The length must be a power of two.
/// Forward: sum of x exp(-2 pi i k n / N), unscaled; inverse: divided by N, so that both together change nothing.
void fourier(std::span<std::complex<float>> values, FourierDirection direction);

/// The same along rows, then columns, of `height` rows of `width` values.
void fourier_plane(std::span<std::complex<float>> values, int width, int height, FourierDirection direction);

/// The least power of two that is not below `length`.
[[nodiscard]] int power_of_two_from(int length);

}  // namespace collimate
