#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace collimate::simulate {

/// A probability that was told, and what came.
struct Told {
    double p = 0.0;
    bool came = false;
};

inline constexpr std::size_t reliability_bins = 10;

/// One bin of a reliability diagram: forecasts of one tenth of [0, 1].
struct Bin {
    int count = 0;
    double told = 0.0;  ///< mean forecast
    double came = 0.0;  ///< share that came true
};

[[nodiscard]] std::array<Bin, reliability_bins> reliability(std::span<const Told> all);

/// Mean distance between told and came over the bins, weighted by count (Naeini, Cooper, Hauskrecht 2015).
[[nodiscard]] double calibration_error(std::span<const Told> all);

/// The calibration error left by chance alone: the mean over outcomes drawn from the very probabilities told.
[[nodiscard]] double chance_floor(std::span<const Told> all, std::uint64_t seed);

[[nodiscard]] double brier(std::span<const Told> all);

}  // namespace collimate::simulate
