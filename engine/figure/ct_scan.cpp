#include "engine/figure/ct_scan.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/base/random.hpp"
#include "engine/figure/fourier.hpp"

namespace collimate {

namespace {

constexpr double outside_hu = -1024.0;
constexpr double photons_per_mas = 7.5e6;  ///< at 120 kV, for each mm of channel and slice, over all views
constexpr double electronic_noise = 20.0;  ///< photons
constexpr double least_counted = 30.0;     ///< what the logarithm is taken of, at least
constexpr double faulty_channel_mm = 1.0;
constexpr int point_bits = 15;
constexpr int fine_steps = 4;  ///< points between neighboring channels when projecting back

using Lengths = std::array<std::vector<double>, matter_kinds>;

struct Geometry {
    int channels;
    double pitch;
    double field_radius;
};

Geometry geometry_of(const CtScan& scan) {
    const int channels = std::max(32, static_cast<int>(std::lround(scan.scan_field_mm / scan.channel_mm)));
    return {channels, scan.scan_field_mm / channels, scan.scan_field_mm / 2};
}

/// Adds `weight` times the height under the edge from (a, ua) to (b, ub), a < b in channels, averaged over each
/// channel.
void add_edge(std::vector<double>& row, double a, double ua, double b, double ub, double weight) {
    const auto channels = static_cast<int>(row.size());
    if (b <= 0.0 || a >= channels) return;
    const double rise = b > a ? (ub - ua) / (b - a) : 0.0;
    const auto at = [&](double t) { return ua + rise * (t - a); };
    const double from = std::max(a, 0.0);
    const double to = std::min(b, static_cast<double>(channels));
    const int first = static_cast<int>(from);
    const int last = std::min(static_cast<int>(to), channels - 1);
    if (first == last) {
        row[static_cast<std::size_t>(first)] += weight * (to - from) * at((from + to) / 2);
        return;
    }
    row[static_cast<std::size_t>(first)] += weight * (first + 1 - from) * at((from + first + 1) / 2);
    for (int k = first + 1; k < last; ++k) row[static_cast<std::size_t>(k)] += weight * at(k + 0.5);
    row[static_cast<std::size_t>(last)] += weight * (to - last) * at((to + last) / 2);
}

class Projector {
public:
    Projector(const CtSection& section, const CtScan& scan, const Geometry& geometry)
        : scan_(scan), geometry_(geometry) {
        for (const CtStructure& structure : section.structures) {
            Body body{structure, signed_area(structure.outline) < 0 ? -1.0 : 1.0, {}};
            body.structure.outline = scaled(structure.outline, scan.girth);
            const double share = std::min(1.0, structure.height_mm / scan.slice_mm);
            const Matter& m = structure.change;
            body.amounts = {m.water * share, m.mineral * share, m.iodine * share, m.metal * share};
            bodies_.push_back(std::move(body));
        }
    }

    /// Amounts of matter times mm along each channel's line; `time` runs from 0 to 1 during the scan.
    void project(double angle, double time, Lengths& lengths) {
        for (auto& row : lengths) std::fill(row.begin(), row.end(), 0.0);
        // The patient jerks in the middle of the scan, which takes a tenth of it.
        const double displaced = scan_.motion_mm * std::clamp((time - 0.5) / 0.1, -0.5, 0.5);
        for (const Body& body : bodies_) {
            const Spot shift{scan_.shift_mm.x + displaced * body.structure.mobility.x,
                             scan_.shift_mm.y + displaced * body.structure.mobility.y};
            project_body(body, angle, shift, lengths);
        }
    }

private:
    struct Body {
        CtStructure structure;
        double orientation;
        std::array<double, matter_kinds> amounts;
    };

    void project_body(const Body& body, double angle, Spot shift, Lengths& lengths) {
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        const auto& corners = body.structure.outline;
        turned_.resize(corners.size());
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const double x = corners[i].x + shift.x;
            const double y = corners[i].y + shift.y;
            turned_[i] = {(x * c + y * s) / geometry_.pitch + geometry_.channels / 2.0, y * c - x * s};
        }
        for (std::size_t kind = 0; kind < matter_kinds; ++kind) {
            if (body.amounts[kind] == 0.0) continue;
            const double weight = body.amounts[kind] * body.orientation;
            for (std::size_t i = 0, j = turned_.size() - 1; i < turned_.size(); j = i++) {
                const Spot a = turned_[j];
                const Spot b = turned_[i];
                // Clockwise on the screen: the far side runs one way, the near side the other.
                if (a.x < b.x)
                    add_edge(lengths[kind], a.x, a.y, b.x, b.y, -weight);
                else
                    add_edge(lengths[kind], b.x, b.y, a.x, a.y, weight);
            }
        }
    }

    const CtScan& scan_;
    Geometry geometry_;
    std::vector<Body> bodies_;
    std::vector<Spot> turned_;
};

/// The logarithms that the scanner works with: attenuation, hardening as left by its corrections, noise, channel fault.
class Detector {
public:
    Detector(const CtScan& scan, const Geometry& geometry, bool metal, std::uint64_t seed)
        : scan_(scan), geometry_(geometry), beam_(scan.kv), random_(seed), photons_(photons_in_air(scan)) {
        // No scanner corrects for metal as it does for water.
        hardening_ = metal ? std::max(scan.hardening, 0.8) : scan.hardening;
    }

    void read(const Lengths& lengths, std::vector<float>& row) {
        const auto& per_mm = beam_.effective();
        for (std::size_t k = 0; k < row.size(); ++k) {
            std::array<double, matter_kinds> ray{};
            double one_energy = 0.0;
            for (std::size_t kind = 0; kind < matter_kinds; ++kind) {
                ray[kind] = lengths[kind][k];
                one_energy += per_mm[kind] * ray[kind];
            }
            double value = one_energy;
            double passing = one_energy;
            if ((hardening_ > 0.0 || scan_.cupping > 0.0) && one_energy > 1e-9) {
                passing = beam_.attenuation(ray);
                const double corrected = beam_.water_corrected(passing);
                value += hardening_ * (corrected - one_energy) + scan_.cupping * (passing - corrected);
            }
            if (scan_.noise) value += noise(passing);
            row[k] = static_cast<float>(value - fault(k));
        }
    }

    [[nodiscard]] double water_per_mm() const { return beam_.effective()[0]; }

private:
    double noise(double attenuation) {
        const double expected = photons_ * std::exp(-attenuation);
        const double spread = std::sqrt(expected + electronic_noise * electronic_noise);
        const double counted = std::max(least_counted, expected + spread * random_.normal());
        return std::log(std::max(expected, 1e-12) / counted);
    }

    /// Opposite views measure each line twice, once with the faulty channel: half its error, on both sides.
    [[nodiscard]] double fault(std::size_t channel) const {
        if (scan_.ring_percent == 0.0) return 0.0;
        const double t = (static_cast<double>(channel) + 0.5 - geometry_.channels / 2.0) * geometry_.pitch;
        const bool faulty = std::abs(std::abs(t) - scan_.ring_radius_mm) <= faulty_channel_mm / 2;
        return faulty ? 0.5 * std::log1p(scan_.ring_percent / 100) : 0.0;
    }

    const CtScan& scan_;
    Geometry geometry_;
    CtBeam beam_;
    Random random_;
    double photons_;
    double hardening_;
};

/// Transfer of a reconstruction kernel at `f` line pairs per mm: half at about 3.5, 5 and 9 lp/cm; the sharp one lifts
/// middle frequencies as bone kernels do.
double kernel_transfer(CtKernel kernel, double f) {
    const auto fall = [f](double half, double power) { return std::exp2(-std::pow(f / half, power)); };
    switch (kernel) {
        case CtKernel::smooth:
            return fall(0.35, 2.0);
        case CtKernel::standard:
            return fall(0.50, 2.5);
        case CtKernel::sharp:
            return (1 + 0.55 * std::min(1.0, f * f / 0.16)) * fall(0.86, 5.0);
    }
    return 1.0;
}

/// Ramp filter of band-limited projections (Kak and Slaney, eq. 61 of chapter 3), kernel and channel averaging.
class Filter {
public:
    Filter(CtKernel kernel, const Geometry& geometry) : geometry_(geometry) {
        const int n = power_of_two_from(2 * geometry.channels);
        work_.assign(static_cast<std::size_t>(n), 0.0f);
        for (int k = -n / 2; k < n / 2; ++k) {
            const double odd = k % 2 == 0 ? 0.0 : -1.0 / (std::numbers::pi * std::numbers::pi * k * k);
            work_[static_cast<std::size_t>((k + n) % n)] = static_cast<float>((k == 0 ? 0.25 : odd) / geometry.pitch);
        }
        fourier(work_, FourierDirection::forward);
        transfer_.resize(work_.size());
        for (int k = 0; k < n; ++k) {
            const auto i = static_cast<std::size_t>(k);
            const double cycles = std::min(k, n - k) / static_cast<double>(n);  // per channel
            const double angle = std::numbers::pi * cycles;
            // Straight lines between channels when projecting back weigh with sinc squared.
            const double linear = k == 0 ? 1.0 : std::pow(std::sin(angle) / angle, 2);
            const double roll_off = 0.5 + 0.5 * std::cos(std::numbers::pi * std::clamp(10 * cycles - 4, 0.0, 1.0));
            transfer_[i] = work_[i].real() *
                           static_cast<float>(kernel_transfer(kernel, cycles / geometry.pitch) * roll_off / linear);
        }
    }

    /// Two rows at once, as the real and the imaginary part.
    void apply(std::vector<float>& one, std::vector<float>& other) {
        std::fill(work_.begin(), work_.end(), 0.0f);
        for (std::size_t k = 0; k < one.size(); ++k) work_[k] = {one[k], other[k]};
        fourier(work_, FourierDirection::forward);
        for (std::size_t k = 0; k < work_.size(); ++k) work_[k] *= transfer_[k];
        fourier(work_, FourierDirection::inverse);
        for (std::size_t k = 0; k < one.size(); ++k) {
            one[k] = work_[k].real();
            other[k] = work_[k].imag();
        }
    }

private:
    Geometry geometry_;
    std::vector<std::complex<float>> work_;
    std::vector<float> transfer_;
};

/// Straight lines between channels, for nearest-neighbor reading afterwards.
void refine(const std::vector<float>& row, std::vector<float>& fine) {
    for (std::size_t k = 0; k + 1 < row.size(); ++k)
        for (int step = 0; step < fine_steps; ++step)
            fine[k * fine_steps + static_cast<std::size_t>(step)] =
                row[k] + (row[k + 1] - row[k]) * static_cast<float>(step) / fine_steps;
    for (std::size_t i = (row.size() - 1) * fine_steps; i < fine.size(); ++i) fine[i] = row.back();
}

class BackProjector {
public:
    BackProjector(const CtRaster& raster, const Geometry& geometry)
        : raster_(raster), geometry_(geometry), sums_(static_cast<std::size_t>(raster.width * raster.height), 0.0f) {
        const double radius = (geometry.field_radius - 2 * geometry.pitch) / raster.mm_per_pixel;
        for (int y = 0; y < raster.height; ++y) {
            const double dy = y + 0.5 - raster.height / 2.0;
            const double half = std::sqrt(std::max(0.0, radius * radius - dy * dy));
            const int from = std::max(0, static_cast<int>(std::ceil(raster.width / 2.0 - half - 0.5)));
            const int to = std::min(raster.width, static_cast<int>(std::floor(raster.width / 2.0 + half - 0.5)) + 1);
            spans_.push_back({from, half > 0.0 ? std::max(from, to) : from});
        }
        for (auto& row : fine_) row.resize(static_cast<std::size_t>(geometry.channels * fine_steps + fine_steps));
    }

    void add(const std::vector<float>& one, double angle, const std::vector<float>& other, double other_angle) {
        refine(one, fine_[0]);
        refine(other, fine_[1]);
        const Line a = line_of(angle);
        const Line b = line_of(other_angle);
        const float* one_fine = fine_[0].data();
        const float* other_fine = fine_[1].data();
        for (int y = 0; y < raster_.height; ++y) {
            const auto [from, to] = spans_[static_cast<std::size_t>(y)];
            float* sum = sums_.data() + static_cast<std::ptrdiff_t>(y) * raster_.width;
            std::int32_t at_a = a.at(from, y);
            std::int32_t at_b = b.at(from, y);
            for (int x = from; x < to; ++x, at_a += a.across, at_b += b.across)
                sum[x] += one_fine[at_a >> point_bits] + other_fine[at_b >> point_bits];
        }
    }

    [[nodiscard]] std::vector<float> take_hu(double per_view, double water_per_mm) {
        const auto scale = static_cast<float>(1000 * per_view / water_per_mm);
        for (int y = 0; y < raster_.height; ++y) {
            const auto [from, to] = spans_[static_cast<std::size_t>(y)];
            float* row = sums_.data() + static_cast<std::ptrdiff_t>(y) * raster_.width;
            for (int x = 0; x < raster_.width; ++x)
                row[x] = x >= from && x < to ? row[x] * scale - 1000.0f : static_cast<float>(outside_hu);
        }
        return std::move(sums_);
    }

private:
    /// Place among the fine points of a row, with `point_bits` binary places, as it changes over the picture.
    struct Line {
        double start, down, step;
        std::int32_t across;
        [[nodiscard]] std::int32_t at(int x, int y) const {
            return static_cast<std::int32_t>((start + down * y + step * x) * (1 << point_bits));
        }
    };

    [[nodiscard]] Line line_of(double angle) const {
        const double per_pixel = raster_.mm_per_pixel / geometry_.pitch * fine_steps;
        const double across = std::cos(angle) * per_pixel;
        const double down = std::sin(angle) * per_pixel;
        const double start = (geometry_.channels / 2.0 - 0.5) * fine_steps + 0.5 +
                             across * (0.5 - raster_.width / 2.0) + down * (0.5 - raster_.height / 2.0);
        return {start, down, across, static_cast<std::int32_t>(std::lround(across * (1 << point_bits)))};
    }

    CtRaster raster_;
    Geometry geometry_;
    std::vector<float> sums_;
    std::vector<std::pair<int, int>> spans_;
    std::array<std::vector<float>, 2> fine_;
};

bool has_metal(const CtSection& section) {
    return std::any_of(section.structures.begin(), section.structures.end(),
                       [](const CtStructure& s) { return s.change.metal != 0.0; });
}

}  // namespace

void CtSection::add(const Contour& outline, const Matter& inside, const Matter& around) {
    add_low(outline, inside, around, std::numeric_limits<double>::infinity());
}

void CtSection::add_low(const Contour& outline, const Matter& inside, const Matter& around, double height_mm) {
    structures.push_back({outline, inside - around, mobility, height_mm});
}

void CtSection::add_part(std::string name, const Contour& outline) { parts.emplace_back(std::move(name), outline); }

double photons_in_air(const CtScan& scan) {
    // The tube's output behind its filter grows with somewhat more than the square of the voltage.
    return photons_per_mas * scan.mas * std::pow(scan.kv / 120, 2.3) * scan.slice_mm * geometry_of(scan).pitch /
           scan.views * 2;
}

std::vector<float> scanned(const CtSection& section, const CtScan& scan, const CtRaster& raster, std::uint64_t seed) {
    const Geometry geometry = geometry_of(scan);
    Projector projector(section, scan, geometry);
    Detector detector(scan, geometry, has_metal(section), derive(seed, 1));
    Filter filter(scan.kernel, geometry);
    BackProjector picture(raster, geometry);
    Lengths lengths;
    const auto channels = static_cast<std::size_t>(geometry.channels);
    for (auto& row : lengths) row.resize(channels);
    std::array<std::vector<float>, 2> rows{std::vector<float>(channels), std::vector<float>(channels)};
    // Opposite views are one direction here, of twice the photons.
    const int directions = std::max(4, scan.views / 2 / 2 * 2);
    for (int view = 0; view < directions; view += 2) {
        const auto angle = [&](int v) { return std::numbers::pi * v / directions; };
        for (int i = 0; i < 2; ++i) {
            projector.project(angle(view + i), static_cast<double>(view + i) / directions, lengths);
            detector.read(lengths, rows[static_cast<std::size_t>(i)]);
        }
        filter.apply(rows[0], rows[1]);
        picture.add(rows[0], angle(view), rows[1], angle(view + 1));
    }
    return picture.take_hu(std::numbers::pi / directions, detector.water_per_mm());
}

}  // namespace collimate
