#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/generator.hpp"
#include "engine/figure/mr_slice.hpp"
#include "tests/figure/any_settings.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

constexpr int side = 256;

/// A slice of 256 mm, a millimeter a pixel, without noise, of one piece.
MrScan scan_of(MrTissue tissue, std::vector<Spot> outline) {
    MrScan scan;
    scan.anatomy.pieces = {{.tissue = tissue, .spots = std::move(outline)}};
    scan.fov_mm = 256;
    scan.sequence = {.tr_ms = 3000, .te_ms = 10};
    scan.sampling.matrix_frequency = scan.sampling.matrix_phase = side;
    return scan;
}

Spot center_of_mass(const Field& image) {
    double sum = 0, x_sum = 0, y_sum = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const double power = static_cast<double>(image.at(x, y)) * image.at(x, y);
            sum += power, x_sum += power * (x + 0.5), y_sum += power * (y + 0.5);
        }
    return {x_sum / sum - image.width / 2.0, y_sum / sum - image.height / 2.0};
}

std::vector<Spot> square_at(double x, double y, double half) {
    return {{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}};
}

double spin_echo(MrTissue tissue, double tr_ms, double te_ms) {
    return signal(tissue, 1.5, {.tr_ms = tr_ms, .te_ms = te_ms}).water;
}

}  // namespace

TEST_CASE("Contrast of magnetic resonance") {
    SECTION("a later echo is weaker by exp(-time / T2)") {
        const double t2 = relaxation(MrTissue::white_matter, 1.5).t2_ms;
        CHECK(spin_echo(MrTissue::white_matter, 1e6, 120) / spin_echo(MrTissue::white_matter, 1e6, 40) ==
              Approx(std::exp(-80 / t2)));
    }
    SECTION("short times favor white matter, long ones gray matter and fluid") {
        CHECK(spin_echo(MrTissue::white_matter, 500, 12) > spin_echo(MrTissue::gray_matter, 500, 12));
        CHECK(spin_echo(MrTissue::gray_matter, 500, 12) > spin_echo(MrTissue::csf, 500, 12));
        CHECK(spin_echo(MrTissue::csf, 4500, 100) > spin_echo(MrTissue::gray_matter, 4500, 100));
        CHECK(spin_echo(MrTissue::gray_matter, 4500, 100) > spin_echo(MrTissue::white_matter, 4500, 100));
    }
    SECTION("an inversion nulls a tissue at T1 ln 2 when the repetition is long") {
        const double t1 = relaxation(MrTissue::csf, 1.5).t1_ms;
        const MrSequence sequence{.kind = MrSequence::Kind::inversion_recovery,
                                  .tr_ms = 30 * t1,
                                  .te_ms = 10,
                                  .ti_ms = t1 * std::numbers::ln2};
        CHECK(signal(MrTissue::csf, 1.5, sequence).water == Approx(0).margin(1e-9));
    }
    SECTION("a gradient echo is strongest at the Ernst angle") {
        const double ernst = std::acos(std::exp(-50 / relaxation(MrTissue::liver, 1.5).t1_ms)) * 180 / std::numbers::pi;
        const auto at = [](double flip) {
            return signal(MrTissue::liver, 1.5,
                          {.kind = MrSequence::Kind::gradient_echo, .tr_ms = 50, .te_ms = 3, .flip_deg = flip})
                .water;
        };
        CHECK(at(ernst) > at(ernst - 2));
        CHECK(at(ernst) > at(ernst + 2));
    }
    SECTION("diffusion weighting takes exp(-b ADC)") {
        const auto at = [](double b) {
            return signal(MrTissue::infarct, 1.5, {.tr_ms = 5000, .te_ms = 80, .b_s_mm2 = b}).water;
        };
        CHECK(at(1000) / at(0) == Approx(std::exp(-1000 * relaxation(MrTissue::infarct, 1.5).adc_mm2_s)));
    }
    SECTION("hydrogen turns at 63.9 MHz in 1.5 T, fat about 224 Hz slower") {
        CHECK(larmor_mhz(1.5) == Approx(63.87).epsilon(1e-3));
        CHECK(fat_shift_hz(1.5) == Approx(223.5).epsilon(1e-3));
    }
}

TEST_CASE("Sampling of k-space") {
    SECTION("without noise and filter, a full matrix gives back what lay in the slice") {
        const MrScan scan = scan_of(MrTissue::csf, square_at(0, 0, 40));
        const Field image = measured(scan, side, 1);
        CHECK(image.at(128, 128) == Approx(signal(MrTissue::csf, 1.5, scan.sequence).water).epsilon(1e-3));
        CHECK(image.at(20, 20) == Approx(0).margin(1e-3));
    }
    SECTION("few phase steps overshoot an edge by 9 % of its height, along phase alone") {
        MrScan scan = scan_of(MrTissue::csf, {{-300, 0}, {300, 0}, {300, 64}, {-300, 64}});
        scan.sampling.matrix_phase = 32;
        const Field image = measured(scan, side, 1);
        float most = 0, along = 0;
        for (int y = 0; y < side; ++y) most = std::max(most, image.at(128, y));
        for (int x = 0; x < side; ++x) along = std::max(along, std::abs(image.at(x, 160) - image.at(128, 160)));
        const double height = signal(MrTissue::csf, 1.5, scan.sequence).water;
        // Wilbraham and Gibbs: 0.0895 of the jump.
        CHECK(most / height == Approx(1.0895).epsilon(0.01));
        CHECK(along / height < 0.01);
    }
    SECTION("fat lies displaced along frequency by its shift over the bandwidth per pixel") {
        for (const bool across : {false, true}) {
            MrScan water = scan_of(MrTissue::csf, square_at(0, 0, 20));
            MrScan fat = scan_of(MrTissue::fat, square_at(0, 0, 20));
            water.phase_across = fat.phase_across = across;
            water.bandwidth_hz_px = fat.bandwidth_hz_px = 32;
            const Spot still = center_of_mass(measured(water, side, 1));
            const Spot moved = center_of_mass(measured(fat, side, 1));
            const double pixels = 3.5 * 63.87 / 32;
            CHECK(std::abs(across ? moved.y - still.y : moved.x - still.x) == Approx(pixels).epsilon(0.02));
            CHECK((across ? moved.x - still.x : moved.y - still.y) == Approx(0).margin(0.05));
            CHECK(chemical_shift_pixels(1.5, 32) == Approx(pixels).epsilon(1e-3));
        }
    }
    SECTION("what lies beyond the field of view comes back on the other side, along phase only") {
        MrScan scan = scan_of(MrTissue::csf, square_at(0, 150, 6));
        scan.anatomy.reach_mm = 170;
        const Spot wrapped = center_of_mass(measured(scan, side, 1));
        CHECK(wrapped.y == Approx(150 - 256).margin(0.1));
        scan.phase_across = true;
        const Field cut = measured(scan, side, 1);
        CHECK(*std::max_element(cut.values.begin(), cut.values.end()) < 1e-3F);
    }
    SECTION("oversampling keeps it out") {
        MrScan scan = scan_of(MrTissue::csf, square_at(0, 150, 6));
        scan.anatomy.reach_mm = 170;
        scan.phase_oversampling = 0.5;
        const Field image = measured(scan, side, 1);
        CHECK(*std::max_element(image.values.begin(), image.values.end()) < 1e-3F);
    }
    SECTION("the noise of the background is Rayleigh's and halves with four averages") {
        MrScan scan = scan_of(MrTissue::air, square_at(0, 0, 20));
        scan.sampling.noise = 1;
        const auto mean_of = [&](double averages) {
            scan.averages = averages;
            const Field image = measured(scan, side, 5);
            double sum = 0;
            for (const float v : image.values) sum += v;
            return sum / (side * side);
        };
        const double once = mean_of(1);
        CHECK(once == Approx(std::sqrt(std::numbers::pi / 2) / signal_to_noise(scan)).epsilon(0.02));
        CHECK(mean_of(4) / once == Approx(0.5).epsilon(0.02));
    }
    SECTION("signal to noise follows voxel volume and the root of the sampling time") {
        MrScan scan = scan_of(MrTissue::csf, square_at(0, 0, 20));
        const double before = signal_to_noise(scan);
        scan.slice_mm *= 2;
        CHECK(signal_to_noise(scan) / before == Approx(2));
        scan.bandwidth_hz_px *= 4;
        CHECK(signal_to_noise(scan) / before == Approx(1));
        scan.sampling.matrix_phase /= 2;  // voxels twice as large, half the lines
        CHECK(signal_to_noise(scan) / before == Approx(std::sqrt(2.0)));
    }
}

TEST_CASE("Disturbances of k-space") {
    SECTION("a pulsating vessel has a ghost on either side, TR over the beat of the field away, half as strong") {
        MrScan scan = scan_of(MrTissue::csf, square_at(0, 0, 4));
        scan.anatomy.pieces[0].pulsates = true;
        scan.sampling.pulsation = 0.6;
        scan.sampling.heart_ms = 800;
        scan.sequence.tr_ms = 200;
        const Field image = measured(scan, side, 1);
        CHECK(ghost_share(200, 800) == Approx(0.25));
        const float vessel = image.at(128, 128);
        CHECK(image.at(128, 128 + 64) / vessel == Approx(0.3).epsilon(0.05));
        CHECK(image.at(128, 128 - 64) / vessel == Approx(0.3).epsilon(0.05));
        CHECK(image.at(128 + 64, 128) / vessel < 0.01F);
    }
    SECTION("breathing in step with the repetition leaves no ghost") {
        CHECK(ghost_share(4000, 4000) == 0);
        CHECK(breath(0, 4000) == 1);
        CHECK(breath(2000, 4000) == Approx(0).margin(1e-12));
    }
    SECTION("a zipper runs along phase at its place along frequency") {
        MrScan scan = scan_of(MrTissue::air, square_at(0, 0, 20));
        scan.sampling.zipper = 1;
        scan.sampling.zipper_at = 0.25;
        const Field image = measured(scan, side, 3);
        double column = 0, all = 0;
        for (int y = 0; y < side; ++y) {
            column += std::pow(image.at(128 + 64, y), 2);
            for (int x = 0; x < side; ++x) all += std::pow(image.at(x, y), 2);
        }
        CHECK(column / all > 0.99);
        CHECK(column / side == Approx(1).epsilon(0.25));  // random phases: mean power 1, of 256 values
    }
    SECTION("a spike covers everything with a wave of its frequency") {
        MrScan scan = scan_of(MrTissue::csf, {{-300, -300}, {300, -300}, {300, 300}, {-300, 300}});
        scan.anatomy.reach_mm = 128;
        scan.sampling.spike = 0.1;
        scan.sampling.spike_x = 16;
        const Field image = measured(scan, side, 1);
        const double height = signal(MrTissue::csf, 1.5, scan.sequence).water;
        CHECK(image.at(0, 128) == Approx(height + 0.1).epsilon(0.02));
        CHECK(image.at(8, 128) == Approx(height - 0.1).epsilon(0.02));
        CHECK(image.at(16, 40) == Approx(height + 0.1).epsilon(0.02));
    }
    SECTION("around a metal ball the offset at its poles is twice that at its equator and opposite") {
        const double pole = ball_offset_hz(3, 8, 1, 190, 1.5);
        const double equator = ball_offset_hz(3, 8, 0, 190, 1.5);
        CHECK(pole / equator == Approx(-2));
        CHECK(ball_offset_hz(3, 16, 1, 190, 1.5) / pole == Approx(1.0 / 8));
        // At the pole's surface two thirds of chi f0: 190e-6 x 63.87 MHz x 2/3.
        CHECK(ball_offset_hz(3, 3, 1, 190, 1.5) == Approx(8090).epsilon(1e-3));
    }
    SECTION("fat saturation darkens fat except where it fails") {
        MrScan scan = scan_of(MrTissue::fat, {{-120, -120}, {120, -120}, {120, 120}, {-120, 120}});
        const float bright = measured(scan, side, 1).at(60, 128);
        scan.fat_saturation = true;
        scan.saturation_failure = 1;
        const Field image = measured(scan, side, 1);
        CHECK(image.at(60, 128) / bright < 0.1F);
        CHECK(image.at(230, 128) / bright > 0.9F);
    }
}

TEST_CASE("MR slice") {
    const Generator& generator = *find_generator("mr-slice");
    SECTION("whatever its settings, it renders, and its parts are known without a pixel and lie within") {
        Random random(2026);
        for (int i = 0; i < 24; ++i) {
            const FigureSettings settings = any_settings(generator, random);
            const FigureSize size{64 + static_cast<int>(random.below(40)), 64 + static_cast<int>(random.below(40))};
            const Figure figure = render_figure(generator, settings, size, 5);
            CHECK(figure.gray.size() == figure.pixels());
            CHECK(figure.windows.front().width > 0);
            const auto parts = generator.parts(FigureValues(generator, settings), size, 5);
            REQUIRE(parts.size() == figure.parts.size());
            for (std::size_t p = 0; p < parts.size(); ++p) {
                CHECK(parts[p].region == figure.parts[p].region);
                CHECK(within_picture(parts[p].region));
            }
        }
    }
    SECTION("a pixel is as large as the field of view says") {
        const Figure figure = render_figure(generator, {{"fov_mm", 200.0}}, {100, 80}, 1);
        CHECK(figure.mm_per_pixel == Approx(2.0));
    }
    SECTION("the same seed gives the same picture") {
        const auto once = render_figure(generator, {}, {96, 96}, 9);
        CHECK(once.gray == render_figure(generator, {}, {96, 96}, 9).gray);
        CHECK_FALSE(once.gray == render_figure(generator, {}, {96, 96}, 10).gray);
    }
}
