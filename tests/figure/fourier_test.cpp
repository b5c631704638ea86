#include "engine/figure/fourier.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

using Complex = std::complex<float>;

std::vector<Complex> random_values(std::size_t count) {
    Random random(5);
    std::vector<Complex> values(count);
    for (auto& value : values) value = {static_cast<float>(random.normal()), static_cast<float>(random.normal())};
    return values;
}

double distance(std::span<const Complex> a, std::span<const Complex> b) {
    double worst = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) worst = std::max<double>(worst, std::abs(a[i] - b[i]));
    return worst;
}

}  // namespace

TEST_CASE("Fourier transform") {
    SECTION("equals the sum that defines it") {
        const auto values = random_values(32);
        auto fast = values;
        fourier(fast, FourierDirection::forward);
        std::vector<Complex> slow(values.size());
        for (std::size_t k = 0; k < slow.size(); ++k) {
            std::complex<double> sum = 0.0;
            for (std::size_t n = 0; n < values.size(); ++n)
                sum += std::complex<double>(values[n]) *
                       std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * n) / 32.0);
            slow[k] = Complex(sum);
        }
        CHECK(distance(fast, slow) < 1e-4);
    }
    SECTION("there and back changes nothing, for a row and for a plane") {
        const auto values = random_values(1024);
        auto row = values;
        fourier(row, FourierDirection::forward);
        fourier(row, FourierDirection::inverse);
        CHECK(distance(row, values) < 1e-4);
        auto plane = values;
        fourier_plane(plane, 64, 16, FourierDirection::forward);
        fourier_plane(plane, 64, 16, FourierDirection::inverse);
        CHECK(distance(plane, values) < 1e-4);
    }
    SECTION("a wave across a plane becomes one point") {
        std::vector<Complex> plane(32 * 16);
        for (std::size_t y = 0; y < 16; ++y)
            for (std::size_t x = 0; x < 32; ++x)
                plane[y * 32 + x] = std::polar(
                    1.0f, static_cast<float>(2 * std::numbers::pi *
                                             (3.0 * static_cast<double>(x) / 32 + 5.0 * static_cast<double>(y) / 16)));
        fourier_plane(plane, 32, 16, FourierDirection::forward);
        CHECK(std::abs(plane[5 * 32 + 3]) == Approx(512.0).epsilon(1e-4));
        plane[5 * 32 + 3] = 0.0f;
        for (const auto& value : plane) REQUIRE(std::abs(value) < 1e-2f);
    }
}
