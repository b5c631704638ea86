#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"
#include "engine/figure/echo_beam.hpp"
#include "engine/figure/echo_display.hpp"
#include "engine/figure/generator.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;
using namespace collimate::sono;

namespace {

Scene plain_scene(double loss = 0.5) {
    Scene scene{.probe = ProbeKind::linear};
    scene.half_width_mm = 25;
    scene.ground = {.echo_db = 0, .loss_db_cm_mhz = loss, .mottle_db = 0};
    return scene;
}

BeamSettings plain_settings() {
    BeamSettings s;
    s.frequency_mhz = 4;
    s.depth_mm = 100;
    s.focus_mm = 50;
    s.noise_db = -300;
    return s;
}

EchoMap scanned(const Scene& scene, const BeamSettings& settings, std::uint64_t seed = 3) {
    return scan(scene, Probe(scene.probe, scene, settings.lines), settings, scatter(settings, seed), seed);
}

double power(float db) { return std::pow(10.0, db / 10.0); }

/// Mean power of a box of the map in dB; depths in millimeters, lines as numbers.
double level_of(const EchoMap& map, double from_mm, double to_mm, int from_line, int to_line) {
    double sum = 0.0;
    int count = 0;
    for (int row = static_cast<int>(from_mm / map.step_mm); row < static_cast<int>(to_mm / map.step_mm); ++row)
        for (int line = from_line; line < to_line; ++line, ++count)
            sum += power(map.db[static_cast<std::size_t>(row * map.lines + line)]);
    return 10 * std::log10(sum / count);
}

/// Depth of the brightest sample of a line within a range.
double brightest(const EchoMap& map, int line, double from_mm, double to_mm) {
    int best = static_cast<int>(from_mm / map.step_mm);
    for (int row = best; row < static_cast<int>(to_mm / map.step_mm); ++row)
        if (map.db[static_cast<std::size_t>(row * map.lines + line)] >
            map.db[static_cast<std::size_t>(best * map.lines + line)])
            best = row;
    return (best + 0.5) * map.step_mm;
}

/// Spread between the places where a profile falls 6 dB below its top, in samples.
double half_maximum_width(const std::vector<double>& db) {
    const auto top = std::max_element(db.begin(), db.end());
    const auto edge = [&](auto at, auto step) {
        double gone = 0.0;
        while (*(at + step) > *top - 6.02) {
            at += step;
            gone += 1;
        }
        return gone + (*at - (*top - 6.02)) / (*at - *(at + step));
    };
    return edge(top, 1) + edge(top, -1);
}

Surface flat(double depth_mm) { return {.run = {{-30, depth_mm}, {30, depth_mm}}, .echo_db = 40, .lobed = false}; }

}  // namespace

TEST_CASE("Attenuation in B-mode") {
    SECTION("without TGC the echo falls by twice coefficient times frequency each centimeter") {
        for (const double frequency : {2.0, 4.0, 6.0}) {
            BeamSettings settings = plain_settings();
            settings.frequency_mhz = frequency;
            settings.tgc_percent = 0;
            const auto map = scanned(plain_scene(0.7), settings);
            const double fall = level_of(map, 20, 25, 20, 200) - level_of(map, 80, 85, 20, 200);
            CHECK(fall / 6.0 == Approx(2 * 0.7 * frequency).epsilon(0.03));
        }
    }
    SECTION("TGC set for average tissue makes it even") {
        const auto map = scanned(plain_scene(), plain_settings());
        CHECK(level_of(map, 20, 30, 20, 200) == Approx(level_of(map, 80, 90, 20, 200)).margin(0.5));
    }
    SECTION("behind fluid the echo is higher by what the fluid did not take") {
        Scene scene = plain_scene();
        scene.structures.push_back({.outline = Contour::ellipse({0, 40}, 12, 10),
                                    .tissue = {.echo_db = -60, .loss_db_cm_mhz = 0, .mottle_db = 0}});
        auto settings = plain_settings();
        const auto map = scanned(scene, settings);
        const double beside = level_of(map, 55, 95, 8, 40);
        // 2 cm of fluid at 4 MHz: 2 x 0.5 x 4 x 2 dB in the middle lines
        CHECK(level_of(map, 55, 95, 106, 118) - beside == Approx(8.0).margin(0.7));
        settings.fluid_percent = 0;
        const auto without = scanned(scene, settings);
        CHECK(level_of(without, 55, 95, 106, 118) - level_of(without, 55, 95, 8, 40) == Approx(0.0).margin(0.7));
    }
    SECTION("a stone takes its loss both ways") {
        Scene scene = plain_scene();
        scene.layers.push_back({38, 40, {.echo_db = 0, .loss_db_mm = 5, .mottle_db = 0}});
        const auto map = scanned(scene, plain_settings());
        CHECK(level_of(map, 20, 35, 20, 200) - level_of(map, 45, 60, 20, 200) == Approx(20.0).margin(0.6));
    }
}

TEST_CASE("Speckle") {
    const auto ratio = [](int looks) {
        BeamSettings settings = plain_settings();
        settings.looks = looks;
        const auto map = scanned(plain_scene(), settings);
        double sum = 0.0;
        double square = 0.0;
        int count = 0;
        for (std::size_t i = static_cast<std::size_t>(map.lines) * 100; i < map.db.size() - 20000; ++i, ++count) {
            const double amplitude = std::pow(10.0, map.db[i] / 20.0);
            sum += amplitude;
            square += amplitude * amplitude;
        }
        const double mean = sum / count;
        return mean / std::sqrt(square / count - mean * mean);
    };
    // Rayleigh: mean over standard deviation is sqrt(pi / (4 - pi)) = 1.913 (Wagner 1983)
    const double rayleigh = std::sqrt(std::numbers::pi / (4 - std::numbers::pi));
    SECTION("one look is Rayleigh distributed") { CHECK(ratio(1) == Approx(rayleigh).epsilon(0.03)); }
    SECTION("averaged looks smooth it with the square root of their number") {
        CHECK(ratio(4) == Approx(2 * rayleigh).epsilon(0.04));
    }
    SECTION("a target of known level stands out by it") {
        for (const double db : {-6.0, 6.0}) {
            Scene scene = plain_scene();
            scene.layers.push_back({40, 60, {.echo_db = db, .mottle_db = 0}});
            const auto map = scanned(scene, plain_settings());
            CHECK(level_of(map, 44, 56, 20, 200) - level_of(map, 20, 36, 20, 200) == Approx(db).margin(0.5));
        }
    }
}

TEST_CASE("Resolution in B-mode") {
    Scene scene = plain_scene();
    scene.ground.echo_db = -200;
    scene.targets.push_back({{0, 50}, 0});
    BeamSettings settings = plain_settings();
    settings.rows = 1400;
    SECTION("along the beam it is half the pulse length, whatever the depth") {
        for (const double cycles : {2.0, 5.0}) {
            settings.cycles = cycles;
            const auto map = scanned(scene, settings);
            std::vector<double> profile;
            for (int row = 600; row < 800; ++row)
                profile.push_back(map.db[static_cast<std::size_t>(row * map.lines + map.lines / 2)]);
            CHECK(half_maximum_width(profile) * map.step_mm == Approx(cycles * 1.54 / 4 / 2).epsilon(0.05));
        }
    }
    SECTION("across the beam at the focus it is wavelength times depth over aperture") {
        for (const double aperture : {8.0, 16.0}) {
            settings.aperture_mm = aperture;
            const auto map = scanned(scene, settings);
            const int row = static_cast<int>(50 / map.step_mm);
            std::vector<double> profile;
            for (int line = 0; line < map.lines; ++line)
                profile.push_back(map.db[static_cast<std::size_t>(row * map.lines + line)]);
            const double pitch = 50.0 / (map.lines - 1);
            CHECK(half_maximum_width(profile) * pitch == Approx(1.54 / 4 * 50 / aperture).epsilon(0.05));
        }
    }
    SECTION("away from the focus the beam is wider") {
        CHECK(beam_width_mm(settings, 90) > 1.5 * beam_width_mm(settings, 50));
    }
}

TEST_CASE("Misplaced echoes") {
    Scene scene = plain_scene();
    scene.ground.echo_db = -80;
    BeamSettings settings = plain_settings();
    SECTION("reverberation repeats an interface at multiples of its depth") {
        scene.surfaces.push_back(flat(21));
        scene.surfaces.back().repeats = true;
        settings.reverberation_percent = 60;
        const auto map = scanned(scene, settings);
        for (const int n : {1, 2, 3, 4})
            CHECK(brightest(map, 112, 21.0 * n - 5, 21.0 * n + 5) == Approx(21.0 * n).margin(2 * map.step_mm));
    }
    SECTION("slow tissue pushes what lies behind away by the ratio of the speeds") {
        scene.layers.push_back({20, 50, {.echo_db = -80, .speed_m_s = 1450, .mottle_db = 0}});
        scene.surfaces.push_back(flat(70));
        const auto map = scanned(scene, settings);
        CHECK(brightest(map, 112, 55, 95) == Approx(70 + 30 * (1540.0 / 1450 - 1)).margin(0.4));
    }
    SECTION("a mirror shows a copy as far behind as the original lies before it") {
        scene = Scene{.probe = ProbeKind::curved};
        scene.ground = {.echo_db = -80, .mottle_db = 0};
        scene.mirror = MirrorArc{{0, -40}, 100};
        scene.structures.push_back(
            {.outline = Contour::ellipse({0, 45}, 4, 3), .tissue = {.echo_db = 10, .mottle_db = 0}});
        auto map = scanned(scene, settings);
        CHECK(level_of(map, 73, 77, 108, 116) < -40);
        settings.mirror_percent = 50;
        map = scanned(scene, settings);
        CHECK(level_of(map, 73, 77, 108, 116) == Approx(10 - 6).margin(2.5));
        CHECK(level_of(map, 62, 70, 108, 116) < -40);
    }
}

TEST_CASE("Scan conversion") {
    Scene scene{.probe = ProbeKind::curved};
    const Probe probe(scene.probe, scene, 200);
    const EchoDisplay display(probe, 150, {20, 10, 400, 360}, {480, 384});
    SECTION("a place comes back from the beam that passes through it") {
        for (const double line : {0.0, 33.0, 150.5})
            for (const double depth : {5.0, 77.0, 149.0}) {
                const auto beam = probe.locate(probe.at(line, depth));
                CHECK(beam.line == Approx(line).margin(1e-6));
                CHECK(beam.depth_mm == Approx(depth));
            }
    }
    SECTION("one centimeter is as many pixels as told") {
        const Spot a = display.pixel_of({0, 30});
        const Spot b = display.pixel_of({0, 40});
        CHECK((b.y - a.y) * display.mm_per_pixel() == Approx(10.0));
    }
    SECTION("a fetal head of 70 mm measures 70 mm on the picture") {
        const Generator& generator = *find_generator("us-image");
        const auto figure = render_figure(generator, {{"scene", "fetal-head"}}, generator.usual, 1);
        const auto skull = std::find_if(figure.parts.begin(), figure.parts.end(),
                                        [](const FigurePart& p) { return p.name == "skull"; });
        REQUIRE(skull != figure.parts.end());
        const auto [low, high] = std::minmax_element(skull->region.spots.begin(), skull->region.spots.end(),
                                                     [](Spot p, Spot q) { return p.y < q.y; });
        CHECK((high->y - low->y) * figure.height * *figure.mm_per_pixel == Approx(70).epsilon(0.01));
    }
}

namespace {

FigureSettings random_settings(const Generator& generator, Random& random) {
    FigureSettings settings;
    for (const auto& p : generator.parameters) {
        if (!p.choices.empty())
            settings.emplace(p.name, std::string(p.choices[random.below(p.choices.size())]));
        else if (const auto die = random.below(4); die < 2)
            settings.emplace(p.name, die == 0 ? p.low : p.high);
        else if (die == 2)
            settings.emplace(p.name, p.low + (p.high - p.low) * random.uniform());
    }
    return settings;
}

}  // namespace

TEST_CASE("Ultrasound and Doppler figures") {
    Random random(11);
    std::vector<Generator> all(ultrasound_generators().begin(), ultrasound_generators().end());
    all.insert(all.end(), doppler_generators().begin(), doppler_generators().end());
    for (const Generator& generator : all) {
        INFO(generator.name);
        SECTION(std::string(generator.name) + " renders any setting within its ranges") {
            const int rounds = generator.name == "us-image" ? 14 : 5;
            for (int round = 0; round < rounds; ++round) {
                const auto settings = random_settings(generator, random);
                const FigureSize size{96 + 16 * (round % 3), 80};
                const Figure figure = render_figure(generator, settings, size, static_cast<std::uint64_t>(round));
                const std::size_t values = figure.pixels() * static_cast<std::size_t>(figure.frames);
                CHECK(figure.width == size.width);
                CHECK(figure.height == size.height);
                CHECK((figure.gray.size() == values) != (figure.rgb.size() == 3 * values));
                CHECK(std::all_of(figure.gray.begin(), figure.gray.end(), [](std::uint16_t v) { return v <= 255; }));
                const auto parts =
                    generator.parts(FigureValues(generator, settings), size, static_cast<std::uint64_t>(round));
                REQUIRE(parts.size() == figure.parts.size());
                for (std::size_t i = 0; i < parts.size(); ++i) {
                    INFO(parts[i].name);
                    CHECK(parts[i].name == figure.parts[i].name);
                    CHECK(parts[i].region == figure.parts[i].region);
                    CHECK(within_picture(parts[i].region));
                }
            }
        }
        SECTION(std::string(generator.name) + " draws the same picture for the same seed") {
            const FigureSize size{96, 96};
            const auto one = render_figure(generator, {}, size, 5);
            const auto two = render_figure(generator, {}, size, 5);
            CHECK(one.gray == two.gray);
            CHECK(one.rgb == two.rgb);
        }
    }
}
