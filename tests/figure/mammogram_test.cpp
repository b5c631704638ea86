#include <algorithm>
#include <cmath>
#include <map>

#include "engine/figure/mammo_exposure.hpp"
#include "engine/figure/mammo_phantom.hpp"
#include "tests/figure/any_settings.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

constexpr FigureSize small{192, 108};

struct RegionSpread {
    double mean = 0.0;
    double deviation = 0.0;
};

RegionSpread spread_of(const Figure& figure, const Region& region) {
    double sum = 0.0;
    double squares = 0.0;
    double count = 0.0;
    for (int y = 0; y < figure.height; ++y)
        for (int x = 0; x < figure.width; ++x) {
            if (!contains(region, {(x + 0.5) / figure.width, (y + 0.5) / figure.height})) continue;
            const double v =
                figure.slope * figure.gray[static_cast<std::size_t>(y * figure.width + x)] + figure.intercept;
            sum += v;
            squares += v * v;
            count += 1;
        }
    const double mean = sum / count;
    return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

MammoPlane flat(double attenuation) {
    MammoPlane plane(96, 96, 0.2);
    std::fill(plane.values.begin(), plane.values.end(), static_cast<float>(attenuation));
    return plane;
}

double deviation_of(const MammoPlane& plane) {
    double sum = 0.0;
    double squares = 0.0;
    for (const float v : plane.values) {
        sum += v;
        squares += static_cast<double>(v) * v;
    }
    const double n = static_cast<double>(plane.values.size());
    return std::sqrt(squares / n - sum * sum / n / n);
}

MammoExposure without_scatter() {
    MammoExposure exposure;
    exposure.scatter_to_primary = 0.0;
    return exposure;
}

const FigurePart& part(const Figure& figure, const std::string& name) {
    const auto found =
        std::find_if(figure.parts.begin(), figure.parts.end(), [&](const auto& p) { return p.name == name; });
    REQUIRE(found != figure.parts.end());
    return *found;
}

/// Middle of a part, small enough to lie within a mass of 8.4 mm.
Region core_of(const Region& region) {
    const Spot m = middle_of(region);
    const double w = region.spots[1].x - region.spots[0].x;
    const double h = region.spots[1].y - region.spots[0].y;
    return {Region::Shape::ellipse, {m, {0.15 * w, 0.15 * h}}};
}

}  // namespace

TEST_CASE("Mammographic exposure") {
    SECTION("tissues attenuate as Johns and Yaffe measured at 20 keV, gland more than fat, chalk most") {
        const MammoTissues tissues = mammo_tissues(28);
        CHECK(tissues.fat == Approx(0.0456));
        CHECK(tissues.gland == Approx(0.0802));
        CHECK(tissues.mass > tissues.gland);
        CHECK(tissues.calcification > 10 * tissues.gland);
    }
    SECTION("contrast between gland and fat falls as the voltage is raised, as their 30 keV values say") {
        // 0.264 and 0.378 per cm at 30 keV (Johns and Yaffe 1987), which is 48 kV on our line.
        const MammoTissues hard = mammo_tissues(48);
        CHECK(hard.fat == Approx(0.0264).epsilon(0.02));
        CHECK(hard.gland == Approx(0.0378).epsilon(0.02));
    }
    SECTION("relative noise is one over the square root of the quanta") {
        MammoExposure exposure = without_scatter();
        exposure.mas = 60;
        const double quanta = mammo_quanta_per_mm2(exposure) * 0.2 * 0.2 * std::exp(-2.0);
        CHECK(deviation_of(exposed(flat(2.0), exposure, 1)) == Approx(1 / std::sqrt(quanta)).epsilon(0.03));
        exposure.mas = 15;
        CHECK(deviation_of(exposed(flat(2.0), exposure, 1)) == Approx(2 / std::sqrt(quanta)).epsilon(0.03));
    }
    SECTION("scatter divides small contrasts by one plus its share") {
        MammoPlane plane = flat(2.0);
        for (int y = 40; y < 56; ++y)
            for (int x = 40; x < 56; ++x) plane.at(x, y) += 0.02f;
        MammoExposure exposure = without_scatter();
        exposure.noise = false;
        const MammoPlane clear = exposed(plane, exposure, 1);
        exposure.scatter_to_primary = 0.5;
        const MammoPlane veiled = exposed(plane, exposure, 1);
        const double before = clear.at(48, 48) - clear.at(5, 5);
        CHECK(before == Approx(0.02).epsilon(0.01));
        CHECK(veiled.at(48, 48) - veiled.at(5, 5) == Approx(before / 1.5).epsilon(0.03));
    }
    SECTION("a grid that did not move leaves lines of its frequency across the picture") {
        MammoExposure exposure = without_scatter();
        exposure.noise = false;
        exposure.grid_percent = 10;
        exposure.grid_lines_per_cm = 10;
        const MammoPlane plane = exposed(flat(2.0), exposure, 1);
        int edges = 0;
        for (int y = 1; y < plane.height; ++y)
            if (plane.at(7, y) - plane.at(7, y - 1) > 0.04f) ++edges;
        const double lines = 10 * plane.height * plane.mm_per_pixel / 10;
        CHECK(std::abs(edges - lines) <= 1);
        CHECK(plane.at(7, 30) == plane.at(80, 30));
    }
    SECTION("a slip blurs along the picture's height by its length, and not across it") {
        MammoPlane plane = flat(2.0);
        for (int x = 0; x < 96; ++x) plane.at(x, 48) = 3.0f;
        for (int y = 0; y < 96; ++y) plane.at(20, y) = 3.0f;
        MammoExposure exposure = without_scatter();
        exposure.noise = false;
        exposure.blur_mm = 0.0;
        exposure.motion_mm = 3.0;
        const MammoPlane slipped = exposed(plane, exposure, 1);
        CHECK(slipped.at(60, 48) < 2.2f);
        CHECK(slipped.at(60, 48 + 6) > 2.01f);
        CHECK(slipped.at(60, 48 + 10) == Approx(2.0f));
        CHECK(slipped.at(20, 20) == Approx(3.0f));
    }
}

TEST_CASE("Accreditation phantom") {
    const Generator& phantom = *find_generator("mammo-phantom");
    SECTION("has as many objects of each kind as the ACR's") {
        for (const auto& [kind, specks] : {std::pair{"digital", 6}, std::pair{"film", 5}}) {
            std::map<std::string, int> counts;
            for (const auto& p : mammo_phantom_parts(kind, small)) ++counts[p.name.substr(0, p.name.rfind(' '))];
            CHECK(counts["fiber"] == 6);
            CHECK(counts["speck group"] == specks);
            CHECK(counts["mass"] == specks);
        }
    }
    SECTION("shows masses in proportion to their thickness and to the difference of attenuation") {
        const Figure figure = render_figure(phantom, {{"mas", 400.0}, {"scatter_percent", 0.0}}, small, 3);
        const double background = mammo_phantom_background(28);
        const MammoTissues tissues = mammo_tissues(28);
        const double thick = spread_of(figure, core_of(part(figure, "mass 1").region)).mean - background;
        const double half = spread_of(figure, core_of(part(figure, "mass 3").region)).mean - background;
        CHECK(thick == Approx(1.0 * (tissues.phenolic - tissues.wax)).epsilon(0.2));
        CHECK(half / thick == Approx(0.5).epsilon(0.25));
    }
    SECTION("noise over the background falls with the square root of mAs, so that more objects stand out") {
        const Region corner{Region::Shape::rectangle, {{0.01, 0.01}, {0.99, 0.06}}};
        const double low = spread_of(render_figure(phantom, {{"mas", 25.0}}, small, 3), corner).deviation;
        const double high = spread_of(render_figure(phantom, {{"mas", 100.0}}, small, 3), corner).deviation;
        CHECK(low / high == Approx(2.0).epsilon(0.12));
    }
    SECTION("no two of its objects overlap") {
        const auto parts = mammo_phantom_parts("digital", small);
        for (std::size_t i = 0; i < parts.size(); ++i)
            for (std::size_t k = i + 1; k < parts.size(); ++k) CHECK_FALSE(overlap(parts[i].region, parts[k].region));
    }
}

TEST_CASE("Mammogram") {
    const Generator& breast = *find_generator("mammogram");
    const FigureSize size{144, 192};
    const Region inside{Region::Shape::ellipse, {{0.38, 0.55}, {0.15, 0.12}}};
    SECTION("a denser breast is brighter") {
        double before = -1.0;
        for (const char* density : {"a", "b", "c", "d"}) {
            const double mean = spread_of(render_figure(breast, {{"density", density}}, size, 5), inside).mean;
            CHECK(mean > before);
            before = mean;
        }
    }
    SECTION("a mass, the muscle and the nipple are where their parts say, brighter than fat") {
        const Figure figure =
            render_figure(breast, {{"density", "a"}, {"mass", "circumscribed"}, {"mass_mm", 24.0}}, size, 5);
        const double fat = mammo_tissues(28).fat * 50;
        const auto bright = [&](const char* name) {
            const Spot m = middle_of(part(figure, name).region);
            return spread_of(figure, {Region::Shape::ellipse, {m, {0.02, 0.015}}}).mean;
        };
        CHECK(bright("mass") > fat + 0.3);
        CHECK(bright("pectoral muscle") > fat + 0.3);
        CHECK(bright("nipple") > 0.3);
    }
    SECTION("a right breast is the mirror image of a left one") {
        const auto left = breast.parts(FigureValues(breast, {{"side", "left"}}), size, 0);
        const auto right = breast.parts(FigureValues(breast, {{"side", "right"}}), size, 0);
        for (std::size_t i = 0; i < left.size(); ++i)
            CHECK(middle_of(left[i].region).x + middle_of(right[i].region).x == Approx(1.0).margin(0.01));
    }
    SECTION("chalk is brighter than all around it") {
        const FigureSettings without{{"density", "a"}, {"mas", 400.0}};
        auto with = without;
        with["calcifications"] = "popcorn";
        const Figure figure = render_figure(breast, with, size, 5);
        const Region& place = part(figure, "calcifications").region;
        CHECK(spread_of(figure, place).deviation >
              3 * spread_of(render_figure(breast, without, size, 5), place).deviation);
    }
    SECTION("tissue cut off at the chest wall takes as many millimeters of the muscle away") {
        const Figure whole = render_figure(breast, {}, size, 5);
        const auto cut = breast.parts(FigureValues(breast, {{"cut_off_mm", 20.0}}), size, 0);
        const double moved = middle_of(part(whole, "nipple").region).x - middle_of(cut.front().region).x;
        CHECK(moved * size.width * whole.mm_per_pixel.value() == Approx(20.0).epsilon(0.02));
    }
}

TEST_CASE("Mammographic generators") {
    SECTION("stand any settings within their ranges, and name the same parts without rendering") {
        Random random(6);
        for (const auto& g : mammogram_generators())
            for (int i = 0; i < 6; ++i) {
                const auto settings = any_settings(g, random);
                const FigureSize size{64 + 16 * i, 96};
                const Figure figure = render_figure(g, settings, size, random.next());
                REQUIRE(figure.gray.size() == figure.pixels());
                const auto named = g.parts(FigureValues(g, settings), size, 0);
                REQUIRE(named.size() == figure.parts.size());
                for (std::size_t k = 0; k < named.size(); ++k) {
                    CHECK(named[k].name == figure.parts[k].name);
                    CHECK(named[k].region == figure.parts[k].region);
                    CHECK(within_picture(named[k].region));
                    CHECK(well_formed(named[k].region));
                }
            }
    }
}
