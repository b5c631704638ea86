#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/generator.hpp"
#include "tests/figure/any_settings.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// Lowest and highest coordinate of a part, in shares of a square picture.
struct Reach {
    double left = 1, right = 0, top = 1, bottom = 0;
};

Reach reach_of(const char* generator, const FigureSettings& settings, std::string_view part) {
    const Generator& g = *find_generator(generator);
    Reach reach;
    for (const FigurePart& p : g.parts(FigureValues(g, settings), {400, 400}, 1))
        if (p.name == part)
            for (const Spot s : p.region.spots) {
                reach.left = std::min(reach.left, s.x), reach.right = std::max(reach.right, s.x);
                reach.top = std::min(reach.top, s.y), reach.bottom = std::max(reach.bottom, s.y);
            }
    REQUIRE(reach.right > reach.left);
    return reach;
}

/// Depth of the focus as a share of the depth shown.
double focus_share(double diameter_mm, double frequency_mhz, double depth_mm) {
    const FigureSettings s{{"diameter_mm", diameter_mm}, {"frequency_mhz", frequency_mhz}, {"depth_mm", depth_mm}};
    const double face = reach_of("diagram-sound-beam", s, "transducer").right;
    const Reach focus = reach_of("diagram-sound-beam", s, "focus");
    const double end = reach_of("diagram-sound-beam", s, "far_zone").right;
    return ((focus.left + focus.right) / 2 - face) / (end - face);
}

}  // namespace

TEST_CASE("Diagrams") {
    SECTION("whatever their settings, they draw, and their parts are known beforehand and lie within") {
        Random random(7);
        for (const Generator& generator : diagram_generators())
            for (int i = 0; i < 30; ++i) {
                const FigureSettings settings = any_settings(generator, random);
                const FigureSize size{300 + static_cast<int>(random.below(200)), 300};
                const Figure figure = render_figure(generator, settings, size, 1);
                REQUIRE(figure.drawing);
                CHECK_FALSE(figure.drawing->strokes.empty());
                for (const Stroke& stroke : figure.drawing->strokes)
                    for (const Spot s : stroke.spots) CHECK((std::isfinite(s.x) && std::isfinite(s.y)));
                const auto parts = generator.parts(FigureValues(generator, settings), size, 1);
                REQUIRE(parts.size() == figure.parts.size());
                for (std::size_t p = 0; p < parts.size(); ++p) {
                    CHECK(parts[p].region == figure.parts[p].region);
                    CHECK(within_picture(parts[p].region));
                }
            }
    }
    SECTION("letters run from A without a gap, and without names there are none") {
        for (const Generator& generator : diagram_generators()) {
            const auto letters = [&](const char* naming) {
                std::string all;
                const Figure figure =
                    render_figure(generator, {{"labels", std::string(naming)}}, generator.usual, 1);
                for (const Label& label : figure.drawing->labels)
                    if (label.text.size() == 1) all += label.text;
                return all;
            };
            CHECK(letters("none").empty());
            std::string shown = letters("letters");
            std::sort(shown.begin(), shown.end());
            CHECK_FALSE(shown.empty());
            for (std::size_t i = 0; i < shown.size(); ++i) CHECK(shown[i] == static_cast<char>('A' + i));
        }
    }
}

TEST_CASE("Setup diagram") {
    SECTION("distances are to scale: SOD over SID") {
        const FigureSettings s{{"sid_cm", 120.0}, {"oid_cm", 30.0}};
        const Reach sid = reach_of("diagram-xray-setup", s, "sid");
        const Reach sod = reach_of("diagram-xray-setup", s, "sod");
        CHECK((sod.bottom - sod.top) / (sid.bottom - sid.top) == Approx(90.0 / 120));
    }
    SECTION("the central ray leans by the tube's angle") {
        const Generator& g = *find_generator("diagram-xray-setup");
        for (const FigurePart& p : g.parts(FigureValues(g, {{"tube_angle_deg", 30.0}}), {400, 400}, 1)) {
            if (p.name != "central_ray") continue;
            const Spot along{p.region.spots[1].x - p.region.spots[0].x, p.region.spots[1].y - p.region.spots[0].y};
            CHECK(std::atan2(along.x, along.y) * 180 / std::numbers::pi == Approx(30));
        }
    }
}

TEST_CASE("Sound beam diagram") {
    SECTION("the near zone is as long as the diameter squared over four wavelengths") {
        const double wavelength_mm = 1.54 / 3.0;
        CHECK(focus_share(10, 3, 120) * 120 == Approx(10 * 10 / (4 * wavelength_mm)).epsilon(1e-6));
    }
    SECTION("twice the frequency doubles it, twice the diameter makes it four times as long") {
        CHECK(focus_share(8, 4, 200) / focus_share(8, 2, 200) == Approx(2));
        CHECK(focus_share(12, 2, 200) / focus_share(6, 2, 200) == Approx(4));
    }
}
