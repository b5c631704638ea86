// What a viewer does with a figure, as plain values.
#include "app/widgets/picture.hpp"

#include <cmath>

#include "tests/support/catch.hpp"

using namespace collimate;
using namespace collimate::ui;

namespace {

/// Stored values 0, 1, 2, ... row by row, as HU from -1024 on; 400 x 300 pixels of half a millimeter.
Figure ramp() {
    Figure figure{.width = 400, .height = 300, .slope = 1, .intercept = -1024, .unit = "HU"};
    figure.windows = {{"", 0, 100}, {"Lung", -600, 1500}};
    figure.mm_per_pixel = 0.5;
    for (std::size_t i = 0; i < figure.pixels(); ++i) figure.gray.push_back(static_cast<std::uint16_t>(i % 65536));
    return figure;
}

Figure loop_of(int frames, double frame_ms) {
    return {.width = 2, .height = 2, .frames = frames, .frame_ms = frame_ms};
}

std::uint32_t gray_of(std::uint32_t pixel) { return pixel & 0xFF; }

}  // namespace

TEST_CASE("A gray window") {
    const Figure figure = ramp();
    std::vector<std::uint32_t> levels(2048);
    SECTION("is black below, white above and straight between") {
        for (const GrayWindow& window :
             {GrayWindow{"", 0, 100}, GrayWindow{"", -600, 1500}, GrayWindow{"", 40, 1}, GrayWindow{"", 300, 2000}}) {
            gray_levels(figure, window, false, levels);
            for (std::size_t i = 0; i < levels.size(); ++i) {
                const double hu = static_cast<double>(i) - 1024;
                const double share = std::clamp((hu - (window.center - window.width / 2)) / window.width, 0.0, 1.0);
                CHECK(std::abs(static_cast<double>(gray_of(levels[i])) - 255 * share) <= 0.51);
                CHECK(levels[i] >> 24 == 255);
            }
        }
    }
    SECTION("inverted is its complement") {
        std::vector<std::uint32_t> inverted(levels.size());
        gray_levels(figure, {"", 0, 255}, false, levels);
        gray_levels(figure, {"", 0, 255}, true, inverted);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const auto sum = gray_of(levels[i]) + gray_of(inverted[i]);
            CHECK((sum == 255 || sum == 256));
        }
    }
    SECTION("dragged to the right widens, downward rises, and never leaves what can be stored") {
        const GrayWindow from = opening_window(figure);
        CHECK(dragged(figure, from, 10, 0).width > from.width);
        CHECK(dragged(figure, from, -10, 0).width < from.width);
        CHECK(dragged(figure, from, 0, 10).center > from.center);
        CHECK(dragged(figure, from, 0, 0).center == from.center);
        for (const float far : {-1e6f, 1e6f}) {
            const GrayWindow out = dragged(figure, from, far, far);
            CHECK(out.width >= 1);
            CHECK(out.width <= 65535);
            CHECK(out.center >= -1024);
            CHECK(out.center <= 65535 - 1024);
        }
    }
}

TEST_CASE("Pixels of a figure") {
    Figure figure = ramp();
    Pixels pixels;
    SECTION("are the levels of their stored values") {
        paint_pixels(figure, {.window = {"", 0, 2048}}, pixels);
        CHECK(pixels.width == 400);
        CHECK(pixels.height == 300);
        CHECK(pixels.rgba.size() == 4 * figure.pixels());
        CHECK(pixels.rgba[0] == 0);
        CHECK(pixels.rgba[4 * 2048] == 255);
        CHECK(pixels.rgba[3] == 255);
    }
    SECTION("made smaller are means: an even picture stays what it is, a checkered one turns gray") {
        for (std::size_t i = 0; i < figure.pixels(); ++i)
            figure.gray[i] = static_cast<std::uint16_t>((i % 400 + i / 400) % 2 == 0 ? 924 : 1124);
        paint_pixels(figure, {.window = {"", 0, 200}, .shrink = 2}, pixels);
        CHECK(pixels.width == 200);
        for (const std::size_t at : {std::size_t{0}, std::size_t{4 * 777}}) CHECK(std::abs(pixels.rgba[at] - 128) <= 1);
    }
    SECTION("of a color picture pass through") {
        Figure color{.width = 2, .height = 1};
        color.rgb = {10, 20, 30, 40, 50, 60};
        paint_pixels(color, {}, pixels);
        CHECK(pixels.rgba == std::vector<std::uint8_t>{10, 20, 30, 255, 40, 50, 60, 255});
    }
    SECTION("of a later frame are that frame's") {
        Figure two = loop_of(2, 40);
        two.gray = {0, 0, 0, 0, 9, 9, 9, 9};
        two.windows = {{"", 5, 2}};
        paint_pixels(two, {.frame = 1, .window = two.windows[0]}, pixels);
        CHECK(pixels.rgba[0] == 255);
    }
}

TEST_CASE("A value under the pointer") {
    const Figure figure = ramp();
    CHECK(value_at(figure, 0, {0, 0}) == -1024.0);
    CHECK(value_at(figure, 0, {0.9999, 0}) == 399.0 - 1024);
    CHECK(value_at(figure, 0, {0, 0.5}) == 150.0 * 400 - 1024);
    CHECK_FALSE(value_at(figure, 0, {1.2, 0.5}));
    Figure plain = figure;
    plain.unit.clear();
    CHECK_FALSE(value_at(plain, 0, {0.5, 0.5}));
    CHECK(value_words(figure, -42) == "\u221242\u00A0HU");
    CHECK(value_words(figure, -0.2) == "0\u00A0HU");
}

TEST_CASE("A length") {
    Figure figure = ramp();
    CHECK(length_mm(figure, {{0, 0}, {1, 1}}).value() == Approx(250.0));  // 300, 400, 500 pixels of 0.5 mm
    CHECK(length_mm(figure, {{0.25, 0.5}, {0.5, 0.5}}).value() == Approx(50.0));
    figure.mm_per_pixel.reset();
    CHECK_FALSE(length_mm(figure, {{0, 0}, {1, 1}}));
}

TEST_CASE("A loop") {
    const Figure figure = loop_of(24, 41.0);
    SECTION("is where it was after a whole turn") {
        const LoopPlace place = advanced(figure, {.frame = 7, .left_ms = 3}, 24 * 41.0, 1);
        CHECK(place.frame == 7);
        CHECK(place.left_ms == Approx(3.0));
    }
    SECTION("comes equally far in many small steps") {
        LoopPlace small;
        for (int i = 0; i < 1000; ++i) small = advanced(figure, small, 16.7, 0.5);
        const LoopPlace large = advanced(figure, {}, 16700, 0.5);
        CHECK(small.frame == large.frame);
        CHECK(small.left_ms == Approx(large.left_ms).margin(1e-6));
    }
    SECTION("of one frame stands still") { CHECK(advanced(loop_of(1, 0), {}, 1000, 1).frame == 0); }
}

TEST_CASE("The place of a picture on the screen") {
    const Figure figure = ramp();
    const Rect room{10, 20, 610, 320};
    SECTION("is the largest of its shape that fits") {
        const Rect at = placed(figure, room, 1, {0.5, 0.5});
        CHECK(at.height() == 300);
        CHECK(at.width() == 400);
        CHECK(at.x0 == 110);
    }
    SECTION("enlarged leaves no gap that need not be") {
        for (const Spot middle : {Spot{0.5, 0.5}, {0, 0}, {1, 1}}) {
            const Rect at = placed(figure, room, 4, middle);
            CHECK(at.x0 <= room.x0);
            CHECK(at.x1 >= room.x1);
            CHECK(at.y0 <= room.y0);
            CHECK(at.y1 >= room.y1);
        }
    }
    SECTION("goes there and back") {
        const Rect at = placed(figure, room, 2.5f, {0.3, 0.6});
        for (const Spot spot : {Spot{0, 0}, {0.25, 0.75}, {1, 1}}) {
            const Spot back = spot_at(at, point_at(at, spot));
            CHECK(back.x == Approx(spot.x).margin(1e-4));
            CHECK(back.y == Approx(spot.y).margin(1e-4));
        }
    }
}
