#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/figure/doppler_spectrum.hpp"
#include "engine/figure/flow_wave.hpp"
#include "engine/figure/generator.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;
using namespace collimate::sono;

namespace {

constexpr std::array steady_points = {FlowWave::Point{0, 1}, FlowWave::Point{0.5, 1}};

/// Blood that all moves at one speed, or in a parabola.
FlowWave steady(double bluntness = 60) { return {"steady", 100, bluntness, 0.0, 60, 2, 5, false, steady_points}; }

SpectrumSettings plain_settings(double peak_cm_s) {
    SpectrumSettings s;
    s.peak_cm_s = peak_cm_s;
    s.prf_hz = 12000;
    s.gate_share = 0.1;
    s.noise_db = -80;
    s.crosstalk_db = -120;
    return s;
}

struct Band {
    double mean_hz = 0.0;
    double sd_hz = 0.0;
    double power = 0.0;
};

/// Moments of the whole trace between two frequencies.
Band band(const Spectrum& spectrum, const SpectrumSettings& s, double from_hz, double to_hz) {
    double sum = 0.0;
    double first = 0.0;
    double second = 0.0;
    const double low = std::min(top_hz(s), bottom_hz(s));
    for (int c = 0; c < spectrum.columns; ++c)
        for (int b = 0; b < spectrum.bins; ++b) {
            const double hz = low + (b + 0.5) * s.prf_hz / spectrum.bins;
            if (hz < from_hz || hz > to_hz) continue;
            const double p = spectrum.power[static_cast<std::size_t>(c * spectrum.bins + b)];
            sum += p;
            first += p * hz;
            second += p * hz * hz;
        }
    const double mean = first / sum;
    return {mean, std::sqrt(second / sum - mean * mean), sum / spectrum.columns};
}

Spectrum taken(const SpectrumSettings& s, const FlowWave& wave = steady()) { return doppler_spectrum(wave, s, 300, 9); }

double least(const FlowWave& wave) {
    double low = 1.0;
    for (int i = 0; i < 500; ++i) low = std::min(low, flow_share(wave, i / 500.0));
    return low;
}

}  // namespace

TEST_CASE("Doppler equation") {
    SECTION("1 m/s at 5 MHz and 60 degrees shifts by 3247 Hz") {
        // 2 x 5 MHz x 1 m/s x 0.5 / 1540 m/s
        CHECK(doppler_shift_hz(100, 5, 60) == Approx(3246.75).epsilon(1e-4));
        CHECK(doppler_shift_hz(100, 5, 90) == Approx(0.0).margin(1e-6));
    }
    SECTION("the trace lies where the equation puts it") {
        for (const double angle : {0.0, 45.0, 60.0}) {
            auto s = plain_settings(60);
            s.angle_deg = s.cursor_deg = angle;
            const auto found = band(taken(s), s, 500, 5900);
            CHECK(shown_velocity_cm_s(found.mean_hz, s) == Approx(60).epsilon(0.02));
        }
    }
    SECTION("a cursor at the wrong angle scales the velocity by the ratio of the cosines") {
        auto s = plain_settings(60);
        s.cursor_deg = 70;
        const auto found = band(taken(s), s, 500, 5900);
        const double radian = std::numbers::pi / 180;
        CHECK(shown_velocity_cm_s(found.mean_hz, s) ==
              Approx(60 * std::cos(60 * radian) / std::cos(70 * radian)).epsilon(0.02));
    }
}

TEST_CASE("Sampling of Doppler signals") {
    auto s = plain_settings(110);
    s.prf_hz = 5000;
    const double shift = doppler_shift_hz(110, 5, 60);
    REQUIRE(shift > s.prf_hz / 2);
    SECTION("a shift beyond half the PRF shows one PRF lower") {
        const auto found = band(taken(s), s, -2400, -400);
        CHECK(found.mean_hz == Approx(shift - 5000).margin(60));
        CHECK(band(taken(s), s, 800, 2400).power < 0.01 * found.power);
    }
    SECTION("a lower baseline gives it room") {
        s.baseline_shift = 0.4;
        const auto found = band(taken(s), s, 500, 4400);
        CHECK(found.mean_hz == Approx(shift).margin(60));
    }
    SECTION("continuous wave does not wrap") {
        s.continuous = true;
        CHECK(band(taken(s), s, -2400, -400).power < 1e-3);
    }
    SECTION("an inverted scale ends where the other began") {
        const double top = top_hz(s);
        const double bottom = bottom_hz(s);
        s.inverted = true;
        CHECK(top_hz(s) == Approx(bottom));
        CHECK(bottom_hz(s) == Approx(top));
    }
}

TEST_CASE("Width of a Doppler trace") {
    SECTION("a gate over the whole vessel with a parabolic profile hears half the peak on average") {
        auto s = plain_settings(80);
        s.gate_share = 1.0;
        s.wall_filter_hz = 0;
        const auto found = band(taken(s, steady(2)), s, 150, 5900);
        CHECK(shown_velocity_cm_s(found.mean_hz, s) == Approx(40).epsilon(0.06));
    }
    SECTION("turbulence widens it") {
        auto s = plain_settings(60);
        const double calm = band(taken(s), s, 300, 5900).sd_hz;
        s.turbulence = 0.25;
        CHECK(band(taken(s), s, 300, 5900).sd_hz > 2 * calm);
    }
    SECTION("a larger angle widens it at the same velocity") {
        auto s = plain_settings(60);
        s.angle_deg = 30;
        const auto small = band(taken(s), s, 300, 5900);
        s.angle_deg = 70;
        const auto large = band(taken(s), s, 300, 5900);
        CHECK(large.sd_hz / large.mean_hz > 1.5 * small.sd_hz / small.mean_hz);
    }
}

TEST_CASE("Filter and leak of Doppler channels") {
    SECTION("the wall filter removes what moves slower") {
        auto s = plain_settings(10);
        const double whole = band(taken(s), s, 200, 500).power;
        s.wall_filter_hz = 800;
        CHECK(band(taken(s), s, 200, 500).power < 0.001 * whole);
    }
    SECTION("the mirror image lies at the opposite shift, as weak as the leak") {
        auto s = plain_settings(60);
        s.wall_filter_hz = 300;
        s.crosstalk_db = -20;
        const auto spectrum = taken(s);
        const auto real = band(spectrum, s, 1000, 3000);
        const auto mirror = band(spectrum, s, -3000, -1000);
        CHECK(mirror.mean_hz == Approx(-real.mean_hz).margin(40));
        CHECK(10 * std::log10(mirror.power / real.power) == Approx(-20).margin(0.5));
    }
}

TEST_CASE("Flow waves") {
    SECTION("each reaches its peak and does not overshoot it") {
        for (const auto name : flow_wave_names()) {
            INFO(name);
            const auto& wave = flow_wave(name);
            double high = 0.0;
            for (int i = 0; i < 1000; ++i) high = std::max(high, flow_share(wave, i / 1000.0));
            CHECK(high == Approx(1.0).margin(0.005));
            CHECK(flow_share(wave, 1.25) == Approx(flow_share(wave, 0.25)));
        }
    }
    SECTION("low resistance beds keep flow in diastole, the resting leg reverses") {
        CHECK(least(flow_wave("internal-carotid")) > 0.3);
        CHECK(least(flow_wave("renal")) > 0.3);
        CHECK(least(flow_wave("external-carotid")) < 0.15);
        CHECK(least(flow_wave("leg-triphasic")) < -0.2);
        CHECK(least(flow_wave("leg-monophasic")) > 0);
    }
    SECTION("every wave is a choice of the generator") {
        const Generator& generator = *find_generator("doppler-spectrum");
        const auto& choices = generator.parameters.front().choices;
        REQUIRE(choices.size() == flow_wave_names().size());
        for (const auto name : flow_wave_names())
            CHECK(std::find(choices.begin(), choices.end(), name) != choices.end());
    }
}
