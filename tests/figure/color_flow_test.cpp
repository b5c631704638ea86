#include "engine/figure/color_flow.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/catch.hpp"

using namespace collimate;
using namespace collimate::sono;

namespace {

bool warm(Rgb c) { return c[0] > c[2]; }

}  // namespace

TEST_CASE("Color of blood") {
    ColorSettings set;
    SECTION("half a cycle between pulses is a quarter of a wavelength moved") {
        // Nyquist velocity c PRF / (4 f0) = 1540 x 5000 / (4 x 5e6) m/s = 38.5 cm/s
        CHECK(cycles_between_pulses(38.5, set) == Approx(0.5));
    }
    SECTION("red comes toward the probe, blue goes away, unless turned over") {
        CHECK(warm(flow_color(0.2, 0, set)));
        CHECK_FALSE(warm(flow_color(-0.2, 0, set)));
        set.inverted = true;
        CHECK_FALSE(warm(flow_color(0.2, 0, set)));
    }
    SECTION("beyond half a cycle the color turns to the other side") {
        CHECK(warm(flow_color(0.49, 0, set)));
        CHECK_FALSE(warm(flow_color(0.51, 0, set)));
        CHECK(flow_color(0.7, 0, set) == flow_color(-0.3, 0, set));
    }
    SECTION("a lower baseline makes room") {
        set.baseline_shift = 0.3;
        CHECK(warm(flow_color(0.7, 0, set)));
        CHECK_FALSE(warm(flow_color(0.85, 0, set)));
    }
}

TEST_CASE("Flow in vessels") {
    ColorSettings set;
    SECTION("an arched vessel comes on one side, goes on the other and shows nothing at its top") {
        const FlowScene flow = flow_scene("curved");
        const ColorBox box(flow, set);
        CHECK(box.toward({-35, 46 + 0.012 * 35 * 35}, 0.1) > 20);
        CHECK(box.toward({35, 46 + 0.012 * 35 * 35}, 0.1) < -20);
        CHECK(std::abs(box.toward({0, 46}, 0.1)) < 4);
    }
    SECTION("what the probe sees is the flow times the cosine of the angle") {
        const FlowScene flow = flow_scene("straight");
        set.steer_deg = -20;
        const ColorBox box(flow, set);
        const auto motion = flow.at({0, 20}, 0.1);
        const double speed = std::hypot(motion.velocity_cm_s.x, motion.velocity_cm_s.z);
        const double tilt = std::atan(0.10);
        const double angle = std::numbers::pi / 2 + 20 * std::numbers::pi / 180 - tilt;
        CHECK(box.toward({0, 20}, 0.1) == Approx(-speed * std::cos(angle)).epsilon(0.001));
    }
    SECTION("half the radius means four times the speed") {
        const FlowScene flow = flow_scene("stenosis");
        const auto before = flow.at({-25, 20 - 2.0}, 0.1);
        const auto throat = flow.at({-5, 20 - 0.4}, 0.1);
        CHECK(throat.velocity_cm_s.x / before.velocity_cm_s.x == Approx(4).epsilon(0.02));
    }
    SECTION("blood is slower toward the wall and absent outside") {
        const FlowScene flow = flow_scene("straight");
        CHECK(flow.at({0, 22.9}, 0.1).velocity_cm_s.x < 0.6 * flow.at({0, 20}, 0.1).velocity_cm_s.x);
        CHECK_FALSE(flow.at({0, 27}, 0.1).blood);
    }
}
