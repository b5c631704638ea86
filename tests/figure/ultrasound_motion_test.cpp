#include <algorithm>
#include <cmath>

#include "engine/figure/echo_heart.hpp"
#include "engine/figure/generator.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;
using namespace collimate::sono;

namespace {

double area(const Scene& scene, std::string_view name) {
    const auto found =
        std::find_if(scene.places.begin(), scene.places.end(), [&](const NamedPlace& p) { return p.name == name; });
    REQUIRE(found != scene.places.end());
    double twice = 0.0;
    const auto& c = found->polygon;
    for (std::size_t i = 0, j = c.size() - 1; i < c.size(); j = i++) twice += c[j].x * c[i].z - c[i].x * c[j].z;
    return std::abs(twice) / 2;
}

}  // namespace

TEST_CASE("A beating heart") {
    SECTION("the left ventricle is smallest at the end of systole, the left atrium largest") {
        for (const auto view : {"four-chamber", "long-axis"}) {
            INFO(view);
            const Scene filled = motion_scene(view, 0.0, {});
            const Scene empty = motion_scene(view, 0.37, {});
            CHECK(area(empty, "left-ventricle") < 0.75 * area(filled, "left-ventricle"));
            CHECK(area(empty, "left-atrium") > area(filled, "left-atrium"));
        }
    }
    SECTION("without contraction the walls rest") {
        const MotionOptions still{.contraction_percent = 0};
        CHECK(area(motion_scene("four-chamber", 0.37, still), "left-ventricle") ==
              Approx(area(motion_scene("four-chamber", 0.0, still), "left-ventricle")));
    }
    SECTION("the mitral valve opens for filling, more for E than for A, the aortic valve for ejection") {
        CHECK(mitral_opening_at(0.52) > mitral_opening_at(0.88));
        CHECK(mitral_opening_at(0.88) > mitral_opening_at(0.68));
        CHECK(mitral_opening_at(0.2) == Approx(0.0).margin(1e-9));
        CHECK(aortic_opening_at(0.2) > 0.9);
        CHECK(aortic_opening_at(0.6) == Approx(0.0).margin(1e-9));
    }
    SECTION("tissue at the inner wall moves with the outline drawn for it") {
        const Scene scene = motion_scene("carotid", 0.14, {});
        const double widened = scene.tubes.front().radius_mm.front() - 3.1;
        CHECK(widened > 0.4);
        CHECK(scene.moved({0, 20 + 3.1}).z - 23.1 == Approx(widened));
        CHECK(scene.moved({0, 20 - 3.1}).z - 16.9 == Approx(-widened));
    }
}

TEST_CASE("Ultrasound cine") {
    const Generator& generator = *find_generator("us-cine");
    const auto figure = render_figure(generator, {{"beats_per_min", 75.0}, {"frames", 8.0}}, {128, 128}, 2);
    SECTION("its frames last one beat") {
        CHECK(figure.frames == 8);
        CHECK(figure.frame_ms * figure.frames == Approx(800));
    }
    SECTION("frames differ") {
        const auto middle = figure.gray.begin() + static_cast<std::ptrdiff_t>(figure.pixels()) * 3;
        CHECK_FALSE(std::equal(figure.gray.begin(), figure.gray.begin() + static_cast<std::ptrdiff_t>(figure.pixels()),
                               middle));
    }
}
