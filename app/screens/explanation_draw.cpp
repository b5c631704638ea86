#include "app/screens/explanation_draw.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/page.hpp"

namespace collimate {

using ui::em;
using ui::Rect;

namespace {

ui::Icon icon_of(const PointLine& line) {
    if (line.tone == ui::Tone::good) return ui::Icon::right;
    return line.tone == ui::Tone::bad ? ui::Icon::wrong : ui::Icon::unseen;
}

ui::Color color_of(const PointLine& line) {
    return line.tone == ui::Tone::neutral ? ui::colors().edge : ui::tone_colors(line.tone).ink;
}

constexpr float option_gap = 0.59f;  // em
constexpr float point_gap = 0.59f;
constexpr float source_gap = 0.47f;

ui::OptionCard card_of(const ExplainedOption& option) {
    return {.letter = option.badge,
            .words = option.words,
            .answered = option.answered,
            .own_choice = option.own_choice,
            .remark = option.remark,
            .rationale = option.why};
}

float principle_width(float width) { return std::min(width, ui::widest_measure(ui::body_reading())); }

ui::Notice moving_notice(const Explanation& explained) {
    return {.tone = ui::Tone::warn, .fact = "A moving fact", .advice = explained.moving};
}

}  // namespace

float explained_options_height(const Explanation& explained, float width) {
    float height = 0;
    for (const ExplainedOption& option : explained.options)
        height += ui::option_card_height(card_of(option), width) + em(option_gap);
    if (explained.principle.empty()) return height - em(option_gap);
    return height + em(0.24f) + ui::measure(explained.principle, ui::body_reading(), principle_width(width)).height;
}

float draw_explained_options(const Explanation& explained, Rect in) {
    const ui::Scope scope("answered");
    float bottom = in.y0;
    for (const ExplainedOption& option : explained.options) {
        const ui::OptionCard card = card_of(option);
        const Rect box = ui::take_top(in, ui::option_card_height(card, in.width()), em(option_gap));
        ui::option_card(box, card);
        bottom = box.y1;
    }
    if (explained.principle.empty()) return bottom;
    in.y0 += em(0.24f);
    return in.y0 + ui::paragraph(in.top_left(), principle_width(in.width()), explained.principle, ui::body_reading(),
                                 ui::colors().text);
}

float point_lines_height(std::span<const PointLine> lines, float width) {
    float height = 0;
    for (const PointLine& line : lines)
        height += ui::measure(line.text, ui::small_reading(), width - em(1.53f)).height + ui::small_reading().line +
                  em(point_gap);
    return lines.empty() ? 0 : height - em(point_gap);
}

float draw_point_lines(std::span<const PointLine> lines, Rect in) {
    const auto& c = ui::colors();
    const float line_height = ui::small_reading().line;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const PointLine& line = lines[i];
        if (i > 0) in.y0 += em(point_gap);
        ui::icon({in.x0 + em(0.5f), in.y0 + std::floor(line_height / 2)}, icon_of(line), color_of(line),
                 ui::Face::icon_small);
        const Rect text{in.x0 + em(1.53f), in.y0, in.x1, in.y1};
        in.y0 += ui::paragraph(text.top_left(), text.width(), line.text, ui::small_reading(), c.text);
        const bool met = line.tone != ui::Tone::neutral;
        const float word =
            ui::text({text.x0, in.y0}, ui::Face::small_medium, met ? color_of(line) : c.muted, line.word);
        if (met) ui::text({text.x0 + word, in.y0}, ui::Face::small, c.muted, ", " + line.standing);
        in.y0 += line_height;
    }
    return in.y0;
}

float source_lines_height(const Explanation& explained, float width) {
    float height = 0;
    for (const SourceLine& source : explained.sources)
        height += ui::measure(source.text, ui::small_reading(), width).height +
                  ui::measure(source.how, ui::small_reading(), width).height + em(source_gap);
    if (!explained.sources.empty()) height -= em(source_gap);
    return explained.moving.empty() ? height : height + em(0.71f) + ui::notice_height(moving_notice(explained), width);
}

float draw_source_lines(const Explanation& explained, Rect in) {
    const auto& c = ui::colors();
    for (std::size_t i = 0; i < explained.sources.size(); ++i) {
        if (i > 0) in.y0 += em(source_gap);
        in.y0 += ui::paragraph(in.top_left(), in.width(), explained.sources[i].text, ui::small_reading(), c.text);
        in.y0 += ui::paragraph(in.top_left(), in.width(), explained.sources[i].how, ui::small_reading(), c.muted);
    }
    if (explained.moving.empty()) return in.y0;
    in.y0 += em(0.71f);
    return in.y0 + ui::notice(in.top_left(), in.width(), moving_notice(explained));
}

}  // namespace collimate
