#include "engine/figure/raster.hpp"

#include <algorithm>

#include "engine/bank/image_file.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

Figure gray_row(std::vector<std::uint16_t> values) {
    Figure figure{.width = static_cast<int>(values.size()), .height = 1, .gray = std::move(values)};
    figure.windows = {{.center = 100, .width = 100}, {.name = "Wide", .center = 500, .width = 1000}};
    return figure;
}

/// Pixels darker than half, as a share of all.
double inked(const Raster& raster) {
    std::size_t dark = 0;
    for (std::size_t i = 0; i < raster.rgb.size(); i += 3) dark += raster.rgb[i] < 128 ? 1 : 0;
    return 3.0 * static_cast<double>(dark) / static_cast<double>(raster.rgb.size());
}

}  // namespace

TEST_CASE("rasters of figures") {
    SECTION("a window is black below its low end, white above its high one, and straight between") {
        const Raster raster = raster_of(gray_row({0, 50, 75, 100, 125, 150, 60000}));
        const std::vector<int> due = {0, 0, 64, 128, 191, 255, 255};  // 255 x (value - 50) / 100, rounded
        for (std::size_t i = 0; i < due.size(); ++i) CHECK(raster.rgb[3 * i] == due[i]);
        CHECK(raster_of(gray_row({500}), 0, 1).rgb[0] == 128);
    }
    SECTION("slope and intercept come before the window") {
        Figure figure = gray_row({1124});
        figure.slope = 1.0;
        figure.intercept = -1024;
        CHECK(raster_of(figure).rgb[0] == 128);
    }
    SECTION("a drawing is ink on paper, its lines as wide as told") {
        Figure figure{.width = 400, .height = 200};
        figure.drawing = Drawing{.strokes = {{.spots = {{0.0, 0.5}, {1.0, 0.5}}, .width = 0.05}}};
        const Raster raster = raster_of(figure);
        CHECK(raster.width == 2 * raster.height);
        CHECK(inked(raster) == Approx(0.05 * 2).margin(0.01));  // 5 % of the width is 10 % of the height
        figure.drawing->strokes[0].dashed = true;
        CHECK(inked(raster_of(figure)) < 0.09);
        CHECK(inked(raster_of(figure)) > 0.03);
    }
    SECTION("a filled shape covers its area in a tint") {
        Figure figure{.width = 100, .height = 100};
        figure.drawing = Drawing{
            .strokes = {
                {.spots = {{0, 0}, {1, 0}, {0, 1}}, .width = 0, .ink = Ink::line, .closed = true, .filled = true}}};
        const Raster raster = raster_of(figure);
        const auto tinted = std::count_if(raster.rgb.begin(), raster.rgb.end(), [](std::uint8_t v) { return v < 250; });
        CHECK(static_cast<double>(tinted) / static_cast<double>(raster.rgb.size()) == Approx(0.5).margin(0.01));
        CHECK(inked(raster) == 0.0);
    }
    SECTION("a cine loop becomes one sheet of its frames in order") {
        Figure loop{.width = 10, .height = 6, .frames = 4, .frame_ms = 40};
        for (int frame = 0; frame < 4; ++frame)
            loop.gray.insert(loop.gray.end(), 60, static_cast<std::uint16_t>(50 + 30 * frame));
        loop.windows = {{.center = 100, .width = 100}};
        const Raster sheet = contact_sheet(loop);
        CHECK(sheet.width == 21);
        CHECK(sheet.height == 13);
        const auto at = [&](int x, int y) { return sheet.rgb[static_cast<std::size_t>(3 * (y * sheet.width + x))]; };
        CHECK(at(0, 0) < at(11, 0));
        CHECK(at(11, 0) < at(0, 7));
        CHECK(at(0, 7) < at(11, 7));
    }
}

TEST_CASE("PNG files") {
    // Read back by another implementation of the format.
    Raster raster{.width = 7, .height = 5};
    for (int i = 0; i < 105; ++i) raster.rgb.push_back(static_cast<std::uint8_t>(i * 37));
    const Figure back = decode_image(to_png(raster));
    CHECK(back.width == 7);
    CHECK(back.height == 5);
    CHECK(back.rgb == raster.rgb);
}
