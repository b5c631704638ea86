#include "engine/figure/flow_wave.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace collimate::sono {

namespace {

using Point = FlowWave::Point;

// Shapes after the descriptions in vascular and cardiac sonography texts; phase 0 is the start of the upstroke.
constexpr std::array common_carotid = {Point{0, .18},   Point{.05, .45}, Point{.10, 1},   Point{.15, .85},
                                       Point{.22, .62}, Point{.33, .42}, Point{.38, .26}, Point{.43, .38},
                                       Point{.55, .28}, Point{.8, .2}};
constexpr std::array internal_carotid = {Point{0, .38},   Point{.05, .6}, Point{.12, 1},   Point{.18, .92},
                                         Point{.28, .75}, Point{.38, .6}, Point{.42, .56}, Point{.47, .6},
                                         Point{.65, .48}, Point{.85, .41}};
constexpr std::array external_carotid = {Point{0, .08},   Point{.04, .45}, Point{.085, 1},  Point{.125, .8},
                                         Point{.18, .45}, Point{.26, .3},  Point{.34, .05}, Point{.40, .26},
                                         Point{.5, .16},  Point{.75, .1}};
constexpr std::array renal = {Point{0, .42},  Point{.04, .7}, Point{.09, .97}, Point{.13, .93}, Point{.18, 1},
                              Point{.3, .82}, Point{.5, .62}, Point{.75, .5},  Point{.9, .45}};
constexpr std::array triphasic = {Point{0, 0},    Point{.05, .4},   Point{.11, 1},    Point{.17, .75},
                                  Point{.24, .1}, Point{.31, -.32}, Point{.38, -.12}, Point{.46, .16},
                                  Point{.55, .1}, Point{.64, 0},    Point{.85, 0}};
constexpr std::array monophasic = {Point{0, .15},  Point{.1, .5},   Point{.24, 1},
                                   Point{.36, .8}, Point{.55, .45}, Point{.8, .22}};
constexpr std::array jet = {Point{0, .34},  Point{.05, .65}, Point{.13, 1},  Point{.22, .93},
                            Point{.34, .7}, Point{.45, .55}, Point{.7, .42}, Point{.9, .36}};
constexpr std::array tardus = {Point{0, .5},    Point{.12, .66}, Point{.28, .94}, Point{.36, 1},
                               Point{.48, .93}, Point{.65, .72}, Point{.85, .55}};
constexpr std::array hepatic_vein = {Point{0, -.35}, Point{.08, .0},  Point{.2, .8},   Point{.28, 1},
                                     Point{.38, .6}, Point{.47, .18}, Point{.54, .25}, Point{.64, .68},
                                     Point{.72, .6}, Point{.84, .1},  Point{.93, -.4}};
constexpr std::array portal = {Point{0, .86}, Point{.2, .95}, Point{.32, 1}, Point{.55, .9}, Point{.8, .83}};
constexpr std::array aortic_stenosis = {Point{0, 0},   Point{.06, .3},  Point{.12, .72}, Point{.2, .96},
                                        Point{.25, 1}, Point{.31, .93}, Point{.38, .68}, Point{.43, .3},
                                        Point{.46, 0}, Point{.47, 0},   Point{.9, 0}};
constexpr std::array mitral_regurgitation = {Point{0, 0},     Point{.03, .45}, Point{.08, .85}, Point{.17, 1},
                                             Point{.28, .99}, Point{.38, .88}, Point{.45, .55}, Point{.49, .1},
                                             Point{.5, 0},    Point{.51, 0},   Point{.92, 0}};
constexpr std::array mitral_inflow = {
    Point{0, 0},     Point{.07, .62}, Point{.13, 1},   Point{.2, .7}, Point{.29, .22}, Point{.37, .08}, Point{.43, .1},
    Point{.47, .38}, Point{.51, .66}, Point{.56, .35}, Point{.6, 0},  Point{.61, 0},   Point{.92, 0}};
constexpr std::array umbilical = {Point{0, .36},  Point{.08, .7}, Point{.17, 1}, Point{.25, .95},
                                  Point{.45, .7}, Point{.7, .5},  Point{.9, .4}};
constexpr std::array absent_diastole = {Point{0, 0},     Point{.08, .55}, Point{.17, 1}, Point{.26, .85},
                                        Point{.42, .35}, Point{.54, .05}, Point{.6, 0},  Point{.9, 0}};
constexpr std::array limb_vein = {Point{0, .75}, Point{.25, .9}, Point{.5, 1}, Point{.75, .85}};

constexpr std::array waves = {
    FlowWave{"common-carotid", 85, 5, .02, 60, 2, 5, false, common_carotid},
    FlowWave{"internal-carotid", 75, 5, .02, 60, 2, 5, false, internal_carotid},
    FlowWave{"external-carotid", 90, 5, .02, 60, 2, 5, false, external_carotid},
    FlowWave{"renal", 80, 3, .05, 40, 7, 3, false, renal},
    FlowWave{"leg-triphasic", 80, 7, .02, 60, 3, 5, false, triphasic},
    FlowWave{"leg-monophasic", 35, 3, .06, 60, 3, 5, false, monophasic},
    FlowWave{"stenotic-jet", 380, 2.5, .14, 60, 2, 5, false, jet},
    FlowWave{"tardus-parvus", 30, 3, .05, 60, 2, 5, false, tardus},
    FlowWave{"hepatic-vein", -32, 3, .04, 30, 9, 3, false, hepatic_vein},
    FlowWave{"portal-vein", 20, 2.5, .05, 45, 8, 3, false, portal},
    FlowWave{"limb-vein", -18, 2.5, .05, 60, 3, 5, false, limb_vein},
    FlowWave{"umbilical", 45, 2.5, .05, 40, 6, 4, false, umbilical},
    FlowWave{"umbilical-absent-diastole", 40, 2.5, .05, 40, 6, 4, false, absent_diastole},
    FlowWave{"mitral-inflow", 80, 7, .02, 0, 9, 2.5, false, mitral_inflow},
    FlowWave{"aortic-stenosis", -440, 2, .05, 0, 10, 2, true, aortic_stenosis},
    FlowWave{"mitral-regurgitation", -520, 2, .05, 0, 11, 2, true, mitral_regurgitation},
};

}  // namespace

std::span<const std::string_view> flow_wave_names() {
    static constexpr auto names = [] {
        std::array<std::string_view, waves.size()> all{};
        for (std::size_t i = 0; i < waves.size(); ++i) all[i] = waves[i].name;
        return all;
    }();
    return names;
}

const FlowWave& flow_wave(std::string_view name) {
    const auto found = std::find_if(waves.begin(), waves.end(), [&](const FlowWave& w) { return w.name == name; });
    return found == waves.end() ? waves.front() : *found;
}

double flow_share(const FlowWave& wave, double phase) {
    const double at = phase - std::floor(phase);
    const auto count = static_cast<int>(wave.points.size());
    const auto point = [&](int i) {
        const int wrapped = ((i % count) + count) % count;
        Point p = wave.points[static_cast<std::size_t>(wrapped)];
        p.phase += (i - wrapped) / count;
        return p;
    };
    int i = count - 1;
    while (i > 0 && point(i).phase > at) --i;
    // Cubic Hermite with limited slopes (Fritsch, Carlson 1980): it does not overshoot.
    const auto slope = [&](int k) {
        const double left = (point(k).share - point(k - 1).share) / (point(k).phase - point(k - 1).phase);
        const double right = (point(k + 1).share - point(k).share) / (point(k + 1).phase - point(k).phase);
        return left * right <= 0 ? 0.0 : 2 * left * right / (left + right);
    };
    const double h = point(i + 1).phase - point(i).phase;
    const double t = (at - point(i).phase) / h;
    const double u = 1 - t;
    return point(i).share * (1 + 2 * t) * u * u + point(i + 1).share * t * t * (3 - 2 * t) +
           h * (slope(i) * t * u * u - slope(i + 1) * t * t * u);
}

}  // namespace collimate::sono
