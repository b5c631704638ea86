#include <algorithm>
#include <cmath>

#include "engine/figure/generator.hpp"
#include "engine/figure/xray_image.hpp"
#include "tests/figure/any_settings.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

const PlaneFrame receptor{128, 128, 1.0, {0, 0}};

XrayScene nothing() { return {}; }

/// A square plate, `half` mm to each side of its middle.
XrayScene plate_scene(XrayMatter matter, double thickness_mm, double half) {
    XrayScene scene;
    scene.plates.push_back({.matter = matter,
                            .instead_of = XrayMatter::gas,
                            .outline = outline_at({{-half, -half}, {half, -half}, {half, half}, {-half, half}}),
                            .thickness_mm = thickness_mm});
    return scene;
}

XrayExposure plain_exposure() {
    XrayExposure exposure;
    exposure.scatter = 0;
    exposure.focal_spot_mm = 0;
    return exposure;
}

double primary_at_middle(const XrayScene& scene, const XrayExposure& exposure) {
    return dose_of(scene, exposure, receptor).primary.at(64, 64);
}

struct Statistics {
    double mean = 0, deviation = 0;
};

Statistics statistics(const Field& field) {
    Statistics s;
    const auto n = static_cast<double>(field.values.size());
    for (const float v : field.values) s.mean += v / n;
    for (const float v : field.values) s.deviation += (v - s.mean) * (v - s.mean) / n;
    s.deviation = std::sqrt(s.deviation);
    return s;
}

}  // namespace

TEST_CASE("X-ray beam") {
    SECTION("kerma follows mAs, the square of the voltage and the inverse square of the distance") {
        CHECK(kerma_ugy(80, 2, 100) / kerma_ugy(80, 1, 100) == Approx(2));
        CHECK(kerma_ugy(100, 1, 100) / kerma_ugy(80, 1, 100) == Approx(1.5625));
        CHECK(kerma_ugy(80, 1, 200) / kerma_ugy(80, 1, 100) == Approx(0.25));
    }
    SECTION("attenuation is NIST's at the energies of its table, times density") {
        CHECK(attenuation_per_mm(XrayMatter::soft, 60) == Approx(0.2059 * 1.05 / 10));
        CHECK(attenuation_per_mm(XrayMatter::bone, 40) == Approx(0.6655 * 1.92 / 10));
        CHECK(attenuation_per_mm(XrayMatter::aluminum, 30) == Approx(1.128 * 2.699 / 10));
    }
    SECTION("bone stands out against soft tissue less at a higher voltage") {
        const auto contrast = [](double kvp) {
            const double kev = effective_kev(kvp);
            return attenuation_per_mm(XrayMatter::bone, kev) - attenuation_per_mm(XrayMatter::soft, kev);
        };
        CHECK(contrast(60) > 1.5 * contrast(120));
    }
    SECTION("a plate weakens the beam by exp(-mu x)") {
        const XrayExposure e = plain_exposure();
        const double mu = attenuation_per_mm(XrayMatter::aluminum, effective_kev(e.kvp));
        CHECK(primary_at_middle(plate_scene(XrayMatter::aluminum, 10, 30), e) / primary_at_middle(nothing(), e) ==
              Approx(std::exp(-10 * mu)).epsilon(1e-4));
    }
}

TEST_CASE("X-ray geometry") {
    SECTION("magnification is SID over SOD") {
        const XrayGeometry g{.sid_mm = 1000, .oid_mm = 200};
        CHECK(g.magnification() == Approx(1.25));
        CHECK(g.project({40, 0, 0}).x - g.project({-40, 0, 0}).x == Approx(100));
        CHECK(g.project({10, 0, 300}).x == Approx(20));  // 500 mm from the tube
    }
    SECTION("the shadow of a plate is magnified so") {
        XrayExposure e = plain_exposure();
        e.geometry = {.sid_mm = 1000, .oid_mm = 500};
        const Field image = dose_of(plate_scene(XrayMatter::lead, 5, 20), e, receptor).primary;
        int dark = 0;
        for (int x = 0; x < 128; ++x) dark += image.at(x, 64) < 0.5F * image.at(2, 64);
        CHECK(dark == 80);
    }
    SECTION("a ray through a spot of the receptor meets what is projected there") {
        const XrayGeometry g{
            .sid_mm = 1100, .oid_mm = 150, .rotation_deg = 20, .tube_angle_deg = 12, .shift_x_mm = 9, .shift_y_mm = -5};
        const XrayPlace place{31, -22, 47};
        const auto [a, b] = g.ray(g.project(place));
        const double t = (place.z - a.z) / (b.z - a.z);
        CHECK(a.x + t * (b.x - a.x) == Approx(place.x));
        CHECK(a.y + t * (b.y - a.y) == Approx(place.y));
    }
    SECTION("the central ray's target stays in the middle whatever the angle") {
        const Spot s = XrayGeometry{.sid_mm = 1000, .oid_mm = 100, .tube_angle_deg = 25}.project({0, 0, 0});
        CHECK(s.x == Approx(0).margin(1e-9));
        CHECK(s.y == Approx(0).margin(1e-9));
    }
    SECTION("a beam toward the feet throws what lies nearer the tube lower") {
        const XrayGeometry g{.sid_mm = 1000, .oid_mm = 0, .tube_angle_deg = 45};
        CHECK(g.project({0, 0, 100}).y == Approx(100 * 1000 / 900.0));  // magnified, too
    }
    SECTION("rotation moves front and back against each other by twice the depth times the sine") {
        const XrayGeometry g{.sid_mm = 1e7, .oid_mm = 0, .rotation_deg = 10};
        CHECK(g.project({0, 0, 60}).x - g.project({0, 0, -60}).x ==
              Approx(120 * std::sin(10 * 3.14159265 / 180)).epsilon(1e-3));
    }
    SECTION("unsharpness is the focal spot times magnification less one") {
        CHECK(focal_blur_mm(1.2, 1.5) == Approx(0.6));
        CHECK(focal_blur_mm(1.2, 1.0) == 0);
    }
    SECTION("an ellipsoid's path is its diameter in the middle and nothing outside") {
        XrayScene scene;
        scene.solids.push_back({XrayMatter::soft, {0, 0, 0}, {20, 30, 40}});
        const auto maps = path_maps(scene, {.sid_mm = 1e6, .oid_mm = 0}, receptor);
        const Field& soft = maps[static_cast<std::size_t>(XrayMatter::soft)];
        CHECK(soft.at(64, 64) == Approx(80).epsilon(1e-3));
        CHECK(soft.at(64 + 12, 64) == Approx(80 * std::sqrt(1 - 12.5 * 12.5 / 400)).epsilon(1e-3));
        CHECK(soft.at(64 + 25, 64) == 0);
    }
    SECTION("of two solids in one another the later counts, and nothing is counted twice") {
        XrayScene scene;
        scene.solids.push_back({XrayMatter::soft, {0, 0, 0}, {50, 50, 50}});
        scene.solids.push_back({XrayMatter::lung, {0, 0, 10}, {20, 20, 20}});
        const auto maps = path_maps(scene, {.sid_mm = 1e6, .oid_mm = 0}, receptor);
        CHECK(maps[static_cast<std::size_t>(XrayMatter::lung)].at(64, 64) == Approx(40).epsilon(1e-2));
        CHECK(maps[static_cast<std::size_t>(XrayMatter::soft)].at(64, 64) == Approx(60).epsilon(1e-2));
    }
}

TEST_CASE("Quantum noise") {
    const auto noise_at = [](double mas) {
        XrayExposure e = plain_exposure();
        e.mas = mas;
        return statistics(counted_photons(dose_of(nothing(), e, receptor), 1.0, 1.0, 4));
    };
    SECTION("the relative deviation is one over the root of the photons counted") {
        const Statistics s = noise_at(0.001);
        CHECK(s.deviation / s.mean == Approx(1 / std::sqrt(s.mean)).epsilon(0.03));
    }
    SECTION("four times the mAs halve it") {
        const Statistics low = noise_at(0.001);
        const Statistics high = noise_at(0.004);
        CHECK((low.deviation / low.mean) / (high.deviation / high.mean) == Approx(2).epsilon(0.03));
    }
}

TEST_CASE("Grid") {
    XrayGrid focused{.kind = XrayGrid::Kind::focused, .ratio = 8, .focus_cm = 100};
    SECTION("a focused grid at its distance is even") {
        CHECK(grid_primary(focused, 150, 100) == Approx(grid_primary(focused, 0, 100)));
    }
    SECTION("a parallel grid cuts off where the beam's slope is one over its ratio") {
        const XrayGrid parallel{.kind = XrayGrid::Kind::parallel, .ratio = 8};
        CHECK(grid_primary(parallel, 124, 100) > 0);
        CHECK(grid_primary(parallel, 126, 100) == 0);  // 1000 mm / 8 = 125 mm
    }
    SECTION("upside down, a focused grid cuts off at half that distance") {
        focused.upside_down = true;
        CHECK(grid_primary(focused, 62, 100) > 0);
        CHECK(grid_primary(focused, 63, 100) == 0);
        CHECK(grid_primary(focused, 0, 100) == Approx(0.7));
    }
    SECTION("off center and off level, the loss is the same everywhere") {
        focused.off_center_mm = 50;
        CHECK(grid_primary(focused, -100, 100) == Approx(0.7 * (1 - 8 * 0.05)));
        CHECK(grid_primary(focused, 100, 100) == Approx(0.7 * (1 - 8 * 0.05)));
    }
    SECTION("off focus, both edges lose") {
        CHECK(grid_primary(focused, 150, 60) < grid_primary(focused, 0, 60));
        CHECK(grid_primary(focused, -150, 60) == Approx(grid_primary(focused, 150, 60)));
        CHECK(grid_primary(focused, 100, 60) == Approx(0.7 * (1 - 8 * 100 * (1 / 600.0 - 1 / 1000.0))));
    }
    SECTION("a higher ratio lets less scatter through") {
        CHECK(grid_scatter({.kind = XrayGrid::Kind::focused, .ratio = 12}) < grid_scatter(focused));
    }
}

TEST_CASE("Radiograph") {
    const Generator& generator = *find_generator("radiograph");
    SECTION("whatever its settings, it renders, and its parts are known without a pixel and lie within") {
        Random random(2026);
        for (int i = 0; i < 40; ++i) {
            const FigureSettings settings = any_settings(generator, random);
            const FigureSize size{64 + static_cast<int>(random.below(40)), 64 + static_cast<int>(random.below(40))};
            const Figure figure = render_figure(generator, settings, size, 5);
            CHECK(figure.gray.size() == figure.pixels());
            CHECK(std::isfinite(figure.windows.front().center));
            CHECK(figure.windows.front().width > 0);
            const auto parts = generator.parts(FigureValues(generator, settings), size, 5);
            REQUIRE(parts.size() == figure.parts.size());
            for (std::size_t p = 0; p < parts.size(); ++p) {
                CHECK(parts[p].region == figure.parts[p].region);
                CHECK(within_picture(parts[p].region));
            }
        }
    }
    SECTION("a heart far from the receptor looks larger: AP against PA") {
        const auto heart = [&](const char* projection) {
            const FigureValues values(generator, {{"projection", std::string(projection)}, {"oid_cm", 12.0}});
            for (const FigurePart& part : generator.parts(values, {448, 448}, 1))
                if (part.name == "heart") return area_of(part.region);
            return 0.0;
        };
        CHECK(heart("ap") > 1.1 * heart("pa"));
    }
    SECTION("each wedge step is brighter than the one before") {
        const Figure figure = render_figure(
            generator, {{"anatomy", std::string("step_wedge")}, {"scatter", 0.0}, {"noise", 0.0}}, {128, 128}, 1);
        double before = -1;
        for (const FigurePart& part : figure.parts) {
            const Spot s = middle_of(part.region);
            const double gray =
                figure.gray[static_cast<std::size_t>(s.y * 128) * 128 + static_cast<std::size_t>(s.x * 128)];
            CHECK(gray > before);
            before = gray;
        }
        CHECK(figure.parts.size() == 10);
    }
    SECTION("more exposure blackens film but not a digital image") {
        const auto middle = [&](const char* kind, double mas) {
            const Figure f = render_figure(
                generator,
                {{"anatomy", std::string("knee")}, {"receptor", std::string(kind)}, {"mas", mas}, {"noise", 0.0}},
                {96, 96}, 1);
            const double value = f.slope * f.gray[40 * 96 + 40] + f.intercept;
            return (value - f.windows[0].center) / f.windows[0].width;
        };
        CHECK(middle("film", 2) < middle("film", 0.4) - 0.2);
        CHECK(middle("digital", 2) == Approx(middle("digital", 0.4)).margin(0.02));
    }
}
