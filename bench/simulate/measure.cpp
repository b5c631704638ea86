#include "bench/simulate/measure.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/random.hpp"

namespace collimate::simulate {

std::array<Bin, reliability_bins> reliability(std::span<const Told> all) {
    std::array<Bin, reliability_bins> bins{};
    for (const Told& one : all) {
        Bin& bin = bins[std::min(reliability_bins - 1, static_cast<std::size_t>(one.p * reliability_bins))];
        ++bin.count;
        bin.told += one.p;
        bin.came += one.came ? 1.0 : 0.0;
    }
    for (Bin& bin : bins) {
        if (bin.count == 0) continue;
        bin.told /= bin.count;
        bin.came /= bin.count;
    }
    return bins;
}

double calibration_error(std::span<const Told> all) {
    double error = 0.0;
    for (const Bin& bin : reliability(all))
        error += bin.count * std::abs(bin.told - bin.came) / static_cast<double>(all.size());
    return error;
}

double chance_floor(std::span<const Told> all, std::uint64_t seed) {
    constexpr int draws = 200;
    Random random(seed);
    std::vector<Told> drawn(all.begin(), all.end());
    double sum = 0.0;
    for (int i = 0; i < draws; ++i) {
        for (Told& one : drawn) one.came = random.uniform() < one.p;
        sum += calibration_error(drawn) / draws;
    }
    return sum;
}

double brier(std::span<const Told> all) {
    double sum = 0.0;
    for (const Told& one : all) sum += (one.p - (one.came ? 1.0 : 0.0)) * (one.p - (one.came ? 1.0 : 0.0));
    return sum / static_cast<double>(all.size());
}

}  // namespace collimate::simulate
