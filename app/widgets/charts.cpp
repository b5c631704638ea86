#include "app/widgets/charts.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

constexpr double pi = std::numbers::pi;

Point on_circle(Point centre, float radius, double angle) {
    return {centre.x + radius * static_cast<float>(std::cos(angle)),
            centre.y + radius * static_cast<float>(std::sin(angle))};
}

/// Position on an axis of pixels.
float along(double value, double low, double high, float from, float to) {
    const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.0;
    return from + static_cast<float>(share) * (to - from);
}

/// Never 0 or 100: no estimate is that sure.
long whole_percent(double share) { return std::clamp(std::lround(share * 100), 1L, 99L); }
std::string percent(double share) { return std::to_string(whole_percent(share)); }

std::string percent_range(double low, double high) {
    const std::string unit = "\u00A0%";
    if (whole_percent(low) < whole_percent(high)) return percent(low) + " to " + percent(high) + unit;
    return percent(low) + unit + (low > 0.985 ? " or more" : low < 0.015 ? " or less" : "");
}

struct Dial {
    Point centre;
    float radius;
    const Gauge& what;
    [[nodiscard]] double angle(double score) const {
        const double share = std::clamp((score - what.axis_low) / (what.axis_high - what.axis_low), 0.0, 1.0);
        return pi * (0.90 + 1.20 * share);
    }
};

void dial_arcs(const Dial& dial) {
    const Palette& c = colors();
    const float line = em(0.82f);
    const auto sweep = [&](double from, double to, Color color) {
        arc(dial.centre, dial.radius, static_cast<float>(from), static_cast<float>(to), line, color, true);
    };
    sweep(dial.angle(dial.what.axis_low), dial.angle(dial.what.axis_high), c.sunken);
    const float strength = (mode() == Mode::light ? 0.34f : 0.50f) * (dial.what.mostly_national ? 0.55f : 1.0f);
    sweep(dial.angle(dial.what.low), dial.angle(dial.what.high), mix(c.surface, c.accent, strength));
    const double pass = dial.angle(dial.what.pass);
    const Point tick[] = {on_circle(dial.centre, dial.radius - em(0.71f), pass),
                          on_circle(dial.centre, dial.radius + em(0.76f), pass)};
    polyline(tick, em(0.12f), c.text);
    const Point median = on_circle(dial.centre, dial.radius, dial.angle(dial.what.median));
    disc(median, em(0.71f), c.surface);
    disc(median, em(0.53f), c.accent);
    if (dial.what.mostly_national) disc(median, em(0.35f), c.surface);
}

void dial_pass_label(const Dial& dial) {
    const std::string label = "pass " + std::to_string(std::lround(dial.what.pass));
    const double angle = dial.angle(dial.what.pass);
    const Point anchor = on_circle(dial.centre, dial.radius + em(1.3f), angle);
    const float half = text_width(Face::small, label) / 2;
    const float lean = static_cast<float>(std::cos(angle)) * half;  // away from the arc
    text_in({anchor.x + lean - half, anchor.y - em(0.53f), anchor.x + lean + half + 1, anchor.y + em(0.53f)},
            Face::small, colors().text, label);
}

void dial_words(const Dial& dial, const Rect& rect) {
    const Palette& c = colors();
    const auto row = [&](float y) {
        return Rect{rect.x0, dial.centre.y + em(y) - em(0.59f), rect.x1, dial.centre.y + em(y) + em(0.59f)};
    };
    const std::string chance = percent(dial.what.chance);
    const float figure = figures_width(Face::figure, chance);
    const float sign = text_width(Face::title, "%");
    const float left = std::floor(dial.centre.x - (figure + em(0.18f) + sign) / 2);
    const float middle = dial.centre.y - em(1.94f);
    const float top = std::round(middle - size_of(Face::figure) / 2);
    figures_in({left, top, left + figure, top + size_of(Face::figure)}, Face::figure, c.text, chance, Align::left);
    const float baseline = top + size_of(Face::figure) * 0.8f;
    text({left + figure + em(0.18f), std::round(baseline - size_of(Face::title) * 0.8f)}, Face::title, c.muted, "%");
    text_in(row(0.45f), Face::small, c.text, "chance of passing", Align::centre);
    text_in(row(1.59f), Face::small, c.muted, percent_range(dial.what.chance_low, dial.what.chance_high),
            Align::centre);
    text_in(row(3.12f), Face::small, c.muted, dial.what.axis_name, Align::centre);
    const auto end = [&](double score) {
        const float x = on_circle(dial.centre, dial.radius, dial.angle(score)).x;
        const Rect box{x - em(2), row(3.12f).y0, x + em(2), row(3.12f).y1};
        text_in(box, Face::small, c.muted, std::to_string(std::lround(score)), Align::centre);
    };
    end(dial.what.axis_low);
    end(dial.what.axis_high);
    text_in(row(5.35f), Face::body, c.text, dial.what.median_words, Align::centre);
    text_in(row(6.65f), Face::small, c.muted, dial.what.rests_on, Align::centre);
}

}  // namespace

void gauge(const Rect& rect, const Gauge& what) {
    const Dial dial{{std::floor(rect.centre().x), rect.y0 + em(8.0f)}, em(6.35f), what};
    dial_arcs(dial);
    dial_pass_label(dial);
    dial_words(dial, rect);
}

namespace {

/// Undecided: the interval lies over the cut with a good part of it on either side.
bool undecided(const DotInterval& what) {
    constexpr double good_part = 0.29;
    const double length = what.high - what.low;
    return length > 0 && (*what.cut - what.low) / length > good_part && (what.high - *what.cut) / length > good_part;
}

}  // namespace

Color dot_color(const DotInterval& what) {
    const Palette& c = colors();
    if (what.judged == Judged::warn) return c.warn;
    if (what.judged == Judged::you || !what.cut) return c.accent;
    if (undecided(what)) return c.muted;
    return what.value < *what.cut ? c.diverging.front() : c.diverging.back();
}

void dot_interval(const Rect& rect, const DotInterval& what) {
    const Palette& c = colors();
    const auto x_of = [&](double value) { return along(value, what.axis_low, what.axis_high, rect.x0, rect.x1); };
    const float y = std::floor(rect.centre().y);
    if (what.wanted_low || what.wanted_high)
        fill({x_of(what.wanted_low.value_or(what.axis_low)), y - em(0.59f),
              x_of(what.wanted_high.value_or(what.axis_high)), y + em(0.59f)},
             c.sunken, em(0.18f));
    hairline_across(rect.x0, rect.x1, y, c.line);
    const Color color = dot_color(what);
    const float half = em(0.24f) / 2;
    fill({x_of(what.low), y - half, std::max(x_of(what.high), x_of(what.low) + 1), y + half},
         mix(c.surface, color, what.few ? Tint::few : Tint::interval), half / 2);
    if (what.cut) hairline_down(x_of(*what.cut), y - em(0.59f), y + em(0.59f), c.edge);
    const Point dot{x_of(what.value), y + hairline() / 2};
    disc(dot, em(0.26f) + em(0.06f) + 0.5f, c.surface);
    disc(dot, static_cast<float>(size_of(Face::body)) * 0.26f + 0.5f, color);
    if (what.few) disc(dot, static_cast<float>(size_of(Face::body)) * 0.14f, c.surface);
    if (!what.hover.empty()) tooltip_over(rect, what.hover);
}

bool heat_cell(const Rect& rect, const HeatCell& cell) {
    const Palette& c = colors();
    const float radius = em(cell.dense ? Radius::dense_cell : Radius::cell);
    Touch touch;
    if (!cell.name.empty())
        touch = control(
            rect, {.name = cell.name, .kind = "cell", .radius = radius, .chosen = cell.selected, .value = cell.figure});
    if (cell.few)
        bordered(rect, c.surface, cell.dense ? c.line : mix(c.line, c.edge, 0.35f), radius);
    else
        fill(rect, touch.hovered ? mix(cell.ground, c.text, Tint::hover) : cell.ground, radius);
    text_in(rect, Face::small, cell.few ? c.muted : ink_on(cell.ground), cell.figure, Align::centre);
    if (cell.selected) outline(rect, c.text, radius, em(0.12f), em(0.06f));
    if (!cell.hover.empty()) tooltip_over(rect, cell.hover);
    return touch.clicked;
}

void heat_scale(const Rect& rect, std::string_view low, std::string_view high) {
    const Palette& c = colors();
    Rect in = rect;
    text_in(take_right(in, std::ceil(text_width(Face::small, high)) + 1, em(0.59f)), Face::small, c.muted, high);
    const float side = em(0.65f);
    const float gap = em(0.06f);
    Rect strip = take_right(in, 9 * (side + gap) - gap, em(0.59f));
    strip = centred(strip, strip.width(), side);
    for (const Color step : c.diverging) fill(take_left(strip, side, gap), step, em(0.12f));
    text_in(in, Face::small, c.muted, low, Align::right);
}

namespace {

/// The plot's own rectangle and how values lie in it.
struct Area {
    Rect rect;
    double x_low, x_high, y_low, y_high;
    [[nodiscard]] float x(double value) const { return along(value, x_low, x_high, rect.x0, rect.x1); }
    [[nodiscard]] float y(double value) const { return along(value, y_low, y_high, rect.y1, rect.y0); }
    [[nodiscard]] Point at(XY p) const {
        const double share = (p.y - y_low) / (y_high - y_low);  // not clamped: the clip cuts it
        return {x(p.x), rect.y1 - static_cast<float>(share) * rect.height()};
    }
};

float widest(std::span<const AxisLabel> labels) {
    float width = 0;
    for (const AxisLabel& label : labels) width = std::max(width, text_width(Face::small, label.text));
    return std::ceil(width);
}

void y_axis(const Area& area, std::span<const AxisLabel> labels, float left) {
    const Palette& c = colors();
    for (const AxisLabel& label : labels) {
        const float y = std::floor(area.y(label.at));
        hairline_across(area.rect.x0, area.rect.x1, std::min(y, area.rect.y1 - hairline()), c.line);
        figures_in({left, y - em(0.59f), area.rect.x0 - em(0.59f), y + em(0.59f)}, Face::small, c.muted, label.text);
    }
}

/// Centred on their places; the first not left of the plot, the last not right of it or, with `centre_last`, of the
/// box.
void x_axis(const Area& area, std::span<const AxisLabel> labels, float right, bool centre_last) {
    const Palette& c = colors();
    const float top = area.rect.y1 + em(0.41f);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float width = std::ceil(text_width(Face::small, labels[i].text));
        float x = area.x(labels[i].at) - width / 2;
        if (i == 0) x = std::max(area.x(labels[i].at), area.rect.x0);
        if (i + 1 == labels.size()) x = std::min(x, (centre_last ? right : area.rect.x1) - width);
        text_in({std::floor(x), top, std::floor(x) + width + 1, top + em(1.18f)}, Face::small,
                labels[i].strong ? c.text : c.muted, labels[i].text);
    }
}

/// One strip of triangles, then a thin line along both edges in the same colour: no seams, smooth edges.
void band_strip(const Area& area, const Band& band) {
    const int count = static_cast<int>(band.points.size());
    if (count < 2) return;
    const Color color = with_alpha(colors().accent, band_alpha() * (band.future ? 0.5f : 1.0f));
    ImDrawList& list = canvas();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    list.PrimReserve((count - 1) * 6, count * 2);
    const auto base = static_cast<unsigned>(list._VtxCurrentIdx);
    std::vector<Point> upper;
    std::vector<Point> lower;
    for (const Band::At& at : band.points) {
        upper.push_back(area.at({at.x, at.high}));
        lower.push_back(area.at({at.x, at.low}));
        list.PrimWriteVtx(vec(upper.back()), white, color);
        list.PrimWriteVtx(vec(lower.back()), white, color);
    }
    for (unsigned i = 0; i + 1 < static_cast<unsigned>(count); ++i)
        for (const unsigned corner : {0u, 1u, 2u, 1u, 3u, 2u})
            list.PrimWriteIdx(static_cast<ImDrawIdx>(base + 2 * i + corner));
    polyline(upper, 1, color);
    polyline(lower, 1, color);
}

void curves_of(const Area& area, const Plot& what) {
    const Palette& c = colors();
    for (const Curve& curve : what.curves) {
        std::vector<Point> points;
        for (const XY& at : curve.points) points.push_back(area.at(at));
        const Color color = curve.muted ? c.muted : c.accent;
        if (curve.dashed)
            dashed(points, em(0.12f), color, em(0.29f), em(0.24f));
        else
            polyline(points, em(0.12f), color);
    }
}

void end_labels(const Area& area, const Plot& what) {
    const Palette& c = colors();
    for (const EndLabel& label : what.ends) {
        const float y = area.y(label.at);
        const Color ink = label.ink == EndLabel::Ink::accent ? c.accent
                          : label.ink == EndLabel::Ink::text ? c.text
                                                             : c.muted;
        const Face face = label.ink == EndLabel::Ink::text ? Face::small_medium : Face::small;
        const float x = area.rect.x1 + em(0.47f);
        text_in({x, y - em(0.59f), x + std::ceil(text_width(face, label.text)) + 1, y + em(0.59f)}, face, ink,
                label.text);
    }
}

void hover_of(const Area& area, const Plot& what) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (what.curves.empty() || what.hovers.empty() || !area.rect.contains({mouse.x, mouse.y})) return;
    const auto& points = what.curves[0].points;
    std::size_t nearest = 0;
    for (std::size_t i = 0; i < std::min(points.size(), what.hovers.size()); ++i)
        if (std::abs(area.at(points[i]).x - mouse.x) < std::abs(area.at(points[nearest]).x - mouse.x)) nearest = i;
    const Point dot = area.at(points[nearest]);
    disc(dot, em(0.26f), colors().accent);
    tooltip_over({dot.x - em(0.5f), area.rect.y0, dot.x + em(0.5f), dot.y + em(0.35f)}, what.hovers[nearest]);
    tooltip_over(area.rect, what.hovers[nearest]);
}

}  // namespace

void plot(const Rect& rect, const Plot& what) {
    const Palette& c = colors();
    float right = 0;
    for (const EndLabel& label : what.ends)
        right = std::max(
            right,
            text_width(label.ink == EndLabel::Ink::text ? Face::small_medium : Face::small, label.text) + em(0.53f));
    const float left = widest(what.y_labels) + em(0.59f);
    const float foot = what.x_labels.empty() ? em(0.3f) : em(1.65f);
    const Area area{{std::floor(rect.x0 + left), rect.y0 + em(0.71f), std::floor(rect.x1 - right), rect.y1 - foot},
                    what.x_low,
                    what.x_high,
                    what.y_low,
                    what.y_high};
    y_axis(area, what.y_labels, rect.x0);
    x_axis(area, what.x_labels, rect.x1, right > 0);
    {
        const Clip cut_off(area.rect.inset(-1, 0));
        for (const Band& band : what.bands) band_strip(area, band);
    }
    if (what.cut) hairline_across(area.rect.x0, area.rect.x1, area.y(*what.cut), c.text);
    if (what.upright) hairline_down(area.x(*what.upright), area.rect.y0 - em(0.71f), area.rect.y1, c.edge);
    {
        const Clip cut_off(area.rect.inset(-em(0.5f)));
        curves_of(area, what);
    }
    if (what.today) {
        disc(area.at(*what.today), em(0.47f), c.surface);
        disc(area.at(*what.today), em(0.35f), c.accent);
    }
    end_labels(area, what);
    hover_of(area, what);
}

namespace {

void bar_marks(const Area& area, const Bars& what) {
    const Palette& c = colors();
    if (what.across) {
        const float y = area.y(*what.across);
        hairline_across(area.rect.x0, area.rect.x1, y, c.text);
        text_in({area.rect.x0, y - em(1.3f), area.rect.x1, y - em(0.12f)}, Face::small, c.text, what.across_label,
                Align::right);
    }
    if (!what.cut) return;
    const float x = std::floor(area.x(*what.cut));
    fill({x, area.rect.y0 - em(0.82f), x + hairline(), area.rect.y1}, c.text);
    const float top = area.rect.y0 - em(1.24f);
    text_in({area.rect.x0 - em(2), top, x - em(0.41f), top + em(1.18f)}, Face::small, c.diverging.front(),
            what.below_label, Align::right);
    text_in({x + em(0.35f), top, area.rect.x1 + em(1), top + em(1.18f)}, Face::small, c.text, what.cut_label);
}

}  // namespace

void bars(const Rect& rect, const Bars& what) {
    const float left = widest(what.y_labels) + em(0.59f);
    const float head = what.cut ? em(1.41f) : em(0.59f);
    const double count = static_cast<double>(what.bars.size());
    const Area area{
        {std::floor(rect.x0 + left), rect.y0 + head, rect.x1, rect.y1 - em(1.65f)}, 0, count, 0, what.y_high};
    y_axis(area, what.y_labels, rect.x0);
    x_axis(area, what.x_labels, rect.x1, false);
    const float step = area.rect.width() / static_cast<float>(std::max<std::size_t>(what.bars.size(), 1));
    const float gap = std::max(1.0f, std::round(step * 0.11f));
    for (std::size_t i = 0; i < what.bars.size(); ++i) {
        const float x0 = std::round(area.rect.x0 + step * static_cast<float>(i) + gap);
        const float x1 = std::round(area.rect.x0 + step * static_cast<float>(i + 1) - gap);
        const Rect bar{x0, std::round(area.y(what.bars[i].value)), std::max(x1, x0 + 1), area.rect.y1};
        if (bar.height() >= 1)
            canvas().AddRectFilled(top_left(bar), bottom_right(bar), what.bars[i].color, em(0.18f),
                                   ImDrawFlags_RoundCornersTop);
        if (!what.bars[i].hover.empty()) tooltip_over({x0, area.rect.y0, x1, area.rect.y1}, what.bars[i].hover);
    }
    bar_marks(area, what);
}

void row_bar(const Rect& rect, double share, Color color, bool track) {
    const float half = em(0.47f) / 2;
    const float y = std::floor(rect.centre().y);
    Rect bar{rect.x0, y - half, rect.x1, y + half};
    if (track) fill(bar, colors().sunken, em(0.12f));
    bar.x1 = along(share, 0, 1, rect.x0, rect.x1);
    fill(bar, color, track ? em(0.12f) : em(0.18f));
}

void share_bar(const Rect& rect, std::span<const SharePart> parts) {
    double total = 0;
    int shown = 0;
    for (const SharePart& part : parts) total += part.amount, shown += part.amount > 0 ? 1 : 0;
    if (total <= 0) return fill(rect, colors().sunken, em(0.18f));
    const float gap = em(0.18f);
    const float free = rect.width() - gap * static_cast<float>(shown - 1);
    float x = rect.x0;
    for (const SharePart& part : parts) {
        if (part.amount <= 0) continue;
        const float width = free * static_cast<float>(part.amount / total);
        fill({std::round(x), rect.y0, std::round(x + width), rect.y1}, part.color, em(0.18f));
        x += width + gap;
    }
}

void day_ring(const Rect& rect, const DayRing& day) {
    const Palette& c = colors();
    Rect in = rect;
    text_in(take_top(in, em(1.18f), em(0.18f)), day.today ? Face::small_medium : Face::small,
            day.today ? c.text : c.muted, day.day, Align::centre);
    const Rect place = take_top(in, em(2.0f), em(0.18f));
    const Point centre{std::floor(place.centre().x), std::floor(place.centre().y)};
    const float radius = em(0.88f);
    const float line = em(0.24f);
    const bool done = day.share >= 1;
    ring(centre, radius, line, done ? c.good : c.sunken);
    if (done)
        icon(centre, Icon::right, c.good, Face::icon_small);
    else if (day.share > 0)
        arc(centre, radius, static_cast<float>(-pi / 2), static_cast<float>(-pi / 2 + 2 * pi * day.share), line,
            c.accent, false);
    text_in(take_top(in, em(1.18f)), Face::small, day.today ? c.text : c.muted, day.minutes, Align::centre);
}

void score_strip(const Rect& rect, const ScoreStrip& what) {
    const Palette& c = colors();
    const auto x_of = [&](double score) {
        return std::round(along(score, what.axis_low, what.axis_high, rect.x0, rect.x1));
    };
    const float y = rect.y0 + em(0.82f);
    const float half = em(0.41f);
    fill({rect.x0, y - half, rect.x1, y + half}, c.sunken, half);
    canvas().AddRectFilled({x_of(what.pass), y - half}, {rect.x1, y + half}, mix(c.surface, c.good, 0.18f), half,
                           ImDrawFlags_RoundCornersRight);
    fill({x_of(what.low), y - em(0.18f), x_of(what.high), y + em(0.18f)}, mix(c.surface, c.accent, Tint::secondary_bar),
         em(0.12f));
    fill({x_of(what.pass) - em(0.06f), y - em(0.76f), x_of(what.pass) + em(0.06f), y + em(0.76f)}, c.text);
    disc({x_of(what.value), y}, em(0.53f), c.surface);
    disc({x_of(what.value), y}, em(0.41f), c.accent);
    const Rect words{rect.x0, y + em(0.94f), rect.x1, y + em(2.12f)};
    text_in(words, Face::small, c.muted, what.low_label);
    text_in(words, Face::small, c.muted, what.high_label, Align::right);
    const float width = text_width(Face::small, what.pass_label);
    const float x = std::clamp(x_of(what.pass) - width / 2, rect.x0, rect.x1 - width);
    text_in({x, words.y0, x + width + 1, words.y1}, Face::small, c.text, what.pass_label);
}

void reliability(const Rect& rect, std::span<const ReliabilityPoint> points, std::string_view x_name,
                 std::string_view y_name) {
    const Palette& c = colors();
    static constexpr AxisLabel shares[] = {{0, "0"}, {0.5, "50"}, {1, "100\u00A0%"}};
    Rect in = rect;
    text_in(take_top(in, em(1.18f), em(0.35f)), Face::small, c.muted, y_name);
    text_in(take_bottom(in, em(1.18f)), Face::small, c.muted, x_name, Align::right);
    const float left = widest(shares) + em(0.59f);
    const Area area{{std::floor(in.x0 + left), in.y0 + em(0.47f), in.x1 - em(0.5f), in.y1 - em(1.65f)}, 0, 1, 0, 1};
    y_axis(area, shares, in.x0);
    x_axis(area, shares, in.x1, false);
    const Point diagonal[] = {area.at({0, 0}), area.at({1, 1})};
    dashed(diagonal, hairline(), c.edge, em(0.29f), em(0.24f));
    for (const ReliabilityPoint& point : points) {
        const Point dot = area.at({point.stated, point.observed});
        const float half = em(0.24f) / 2;
        fill({dot.x - half, area.y(point.high), dot.x + half, area.y(point.low)},
             mix(c.surface, c.accent, point.few ? Tint::few : Tint::interval), half / 2);
        disc(dot, em(0.35f), c.surface);
        disc(dot, em(0.26f) + 0.5f, c.accent);
        if (point.few) disc(dot, em(0.14f), c.surface);
        const float width = std::ceil(text_width(Face::small, point.label)) + 1;
        const bool fits = dot.x + em(0.59f) + width <= in.x1;
        const float x = fits ? dot.x + em(0.59f) : dot.x - em(0.59f) - width;
        text_in({x, dot.y - em(0.59f), x + width, dot.y + em(0.59f)}, Face::small, c.muted, point.label);
        tooltip_over(centred({dot.x, dot.y, dot.x, dot.y}, em(1.2f), em(1.2f)), point.label);
    }
}

}  // namespace collimate::ui
