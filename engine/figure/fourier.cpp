#include "engine/figure/fourier.hpp"

#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace collimate {

namespace {

using Complex = std::complex<float>;

/// exp(sign 2 pi i k / n) for k below n / 2.
std::vector<Complex> roots_of_unity(std::size_t n, FourierDirection direction) {
    const double sign = direction == FourierDirection::forward ? -1.0 : 1.0;
    std::vector<Complex> roots(n / 2);
    for (std::size_t k = 0; k < roots.size(); ++k) {
        const double angle = sign * 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
        roots[k] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
    return roots;
}

void reverse_bits(std::span<Complex> values) {
    for (std::size_t i = 1, j = 0; i < values.size(); ++i) {
        std::size_t bit = values.size() >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(values[i], values[j]);
    }
}

void transform(std::span<Complex> values, std::span<const Complex> roots, FourierDirection direction) {
    const std::size_t n = values.size();
    reverse_bits(values);
    for (std::size_t half = 1; half < n; half *= 2) {
        const std::size_t stride = n / (2 * half);
        for (std::size_t start = 0; start < n; start += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                // Written out: operator* of std::complex looks after infinities, which costs more than the rest.
                const Complex w = roots[k * stride];
                const Complex b = values[start + half + k];
                const Complex turned{b.real() * w.real() - b.imag() * w.imag(),
                                     b.real() * w.imag() + b.imag() * w.real()};
                const Complex a = values[start + k];
                values[start + k] = a + turned;
                values[start + half + k] = a - turned;
            }
    }
    if (direction == FourierDirection::inverse)
        for (Complex& value : values) value *= 1.0f / static_cast<float>(n);
}

}  // namespace

void fourier(std::span<Complex> values, FourierDirection direction) {
    assert(!values.empty() && (values.size() & (values.size() - 1)) == 0);
    // One length is used many times over; its table is kept for each direction.
    thread_local std::vector<Complex> kept[2];
    auto& roots = kept[direction == FourierDirection::forward ? 0 : 1];
    if (roots.size() != values.size() / 2) roots = roots_of_unity(values.size(), direction);
    transform(values, roots, direction);
}

void fourier_plane(std::span<Complex> values, int width, int height, FourierDirection direction) {
    const auto columns = static_cast<std::size_t>(width);
    const auto rows = static_cast<std::size_t>(height);
    assert(values.size() == columns * rows);
    for (std::size_t y = 0; y < rows; ++y) fourier(values.subspan(y * columns, columns), direction);
    std::vector<Complex> column(rows);
    for (std::size_t x = 0; x < columns; ++x) {
        for (std::size_t y = 0; y < rows; ++y) column[y] = values[y * columns + x];
        fourier(column, direction);
        for (std::size_t y = 0; y < rows; ++y) values[y * columns + x] = column[y];
    }
}

int power_of_two_from(int length) {
    int power = 1;
    while (power < length) power *= 2;
    return power;
}

}  // namespace collimate
