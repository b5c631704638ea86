#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

/// Chance of passing over the registry's scale: interval, median and cut on the arc, the chance in figures inside.
struct Gauge {
    double chance = 0, chance_low = 0, chance_high = 0;  ///< 0 to 1
    double median = 0, low = 0, high = 0;                ///< scaled scores
    double axis_low = 55, axis_high = 99, pass = 75;
    std::string_view axis_name = "scaled score";
    bool mostly_national = false;   ///< hollow median and paler interval; `rests_on` says so in words
    std::string_view median_words;  ///< "Median 79, likely 72 to 86"
    std::string_view rests_on;      ///< "rests on 612 answers and 1 mock exam"
};
inline constexpr float gauge_height = 15.3f;  ///< em
void gauge(const Rect& rect, const Gauge& what);

enum class Judged { by_cut, you, warn };  ///< how a dot is coloured
struct DotInterval {
    double value = 0, low = 0, high = 0;
    double axis_low = 0, axis_high = 1;
    std::optional<double> cut = std::nullopt;
    Judged judged = Judged::by_cut;
    bool few = false;  ///< the engine's judgement: the posterior is near the prior
    std::optional<double> wanted_low = std::nullopt, wanted_high = std::nullopt;  ///< the zone behind
    std::string_view hover = {};
};
void dot_interval(const Rect& rect, const DotInterval& what);
/// The colour such a dot has, for bars and figures beside it.
[[nodiscard]] Color dot_color(const DotInterval& what);

struct HeatCell {
    std::string_view figure;
    Color ground = 0;  ///< from diverging() or sequential()
    bool few = false;  ///< surface with line edge; the figure says '66 ?', 'few' or a dash
    bool selected = false;
    bool dense = false;
    std::string_view name = {};  ///< with a name it can be pressed
    std::string_view hover = {};
};
/// True when pressed.
bool heat_cell(const Rect& rect, const HeatCell& cell);
/// The diverging ramp with words at both ends, right-aligned in the box.
void heat_scale(const Rect& rect, std::string_view low, std::string_view high);

struct XY {
    double x = 0, y = 0;
};
struct Band {
    struct At {
        double x = 0, low = 0, high = 0;
    };
    std::span<const At> points;
    bool future = false;
};
struct Curve {
    std::span<const XY> points;
    bool dashed = false;
    bool muted = false;  ///< in muted instead of accent
};
struct AxisLabel {
    double at = 0;
    std::string_view text;
    bool strong = false;
};
struct EndLabel {
    double at = 0;
    std::string_view text;
    enum class Ink { muted, accent, text } ink = Ink::muted;
};
struct Plot {
    double x_low = 0, x_high = 1, y_low = 0, y_high = 1;
    std::span<const AxisLabel> y_labels = {}, x_labels = {};
    std::span<const Band> bands = {};
    std::span<const Curve> curves = {};
    std::optional<double> cut = std::nullopt;      ///< a line across
    std::optional<double> upright = std::nullopt;  ///< a line down, the exam day
    std::optional<XY> today = std::nullopt;        ///< a ringed dot
    std::span<const EndLabel> ends = {};           ///< at the right end of the lines, in place of a legend
    std::span<const std::string> hovers = {};      ///< beside the first curve's points
};
void plot(const Rect& rect, const Plot& what);

struct Bar {
    double value = 0;
    Color color = 0;
    std::string_view hover = {};
};
struct Bars {
    std::span<const Bar> bars;
    double y_high = 1;
    std::span<const AxisLabel> y_labels = {};
    std::span<const AxisLabel> x_labels = {};     ///< `at` counts bars from the left edge: 0 is the first bar's left
    std::optional<double> across = std::nullopt;  ///< a text hairline at this value
    std::string_view across_label = {};
    std::optional<double> cut = std::nullopt;  ///< a text line down, in bars from the left edge
    std::string_view below_label = {}, cut_label = {};
};
void bars(const Rect& rect, const Bars& what);
/// One bar growing to the right in a row of a table, share 0 to 1, on a sunken track when asked.
void row_bar(const Rect& rect, double share, Color color, bool track = false);

/// Parts of a whole beside each other, in the given colours.
struct SharePart {
    double amount = 0;
    Color color = 0;
};
void share_bar(const Rect& rect, std::span<const SharePart> parts);

struct DayRing {
    std::string_view day, minutes;
    double share = 0;  ///< of the day's plan
    bool today = false;
};
inline constexpr float day_ring_height = 4.7f;  ///< em
void day_ring(const Rect& rect, const DayRing& day);

/// A score on its whole scale: interval, dot, and the cut with its words below.
struct ScoreStrip {
    double axis_low = 1, axis_high = 99, pass = 75, value = 0, low = 0, high = 0;
    std::string_view low_label, high_label, pass_label;
};
inline constexpr float score_strip_height = 2.9f;  ///< em
void score_strip(const Rect& rect, const ScoreStrip& what);

/// Stated against observed shares with their intervals; the diagonal is perfect.
struct ReliabilityPoint {
    double stated = 0, observed = 0, low = 0, high = 0;
    std::string_view label;
    bool few = false;
};
void reliability(const Rect& rect, std::span<const ReliabilityPoint> points, std::string_view x_name,
                 std::string_view y_name);

}  // namespace collimate::ui
