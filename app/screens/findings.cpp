// What answers tell of a candidate, as lines of a card; the same on Progress and on a score report.
#include "app/screens/findings.hpp"

#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/paint.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Rect;

constexpr float title_line = 1.65f;    // em
constexpr float evidence_gap = 0.24f;  // from words to evidence
constexpr float finding_gap = 0.82f;   // from one finding to the next, its hairline in the middle

float line_height(const FindingLine& line, float width) {
    const float evidence = height_of(line.evidence, ui::small_reading(), width);
    return em(title_line) + height_of(line.words, ui::body_reading(), width) +
           (evidence > 0 ? em(evidence_gap) : 0.0f) + evidence;
}

void draw_line(const FindingLine& line, Rect in) {
    const auto& c = ui::colors();
    Rect head = ui::take_top(in, em(title_line));
    const ui::Color ink = line.tone == ui::Tone::neutral ? c.muted : ui::tone_colors(line.tone).ink;
    const float width = std::ceil(ui::text_width(ui::Face::small_medium, line.strength));
    ui::text_in(ui::take_right(head, width, em(0.35f)), ui::Face::small_medium, ink, line.strength, ui::Align::right);
    if (line.icon != ui::Icon::none)
        ui::icon(ui::take_right(head, em(0.82f), em(0.71f)).centre(), line.icon, ink, ui::Face::icon_small);
    ui::text_in(head, ui::Face::body_bold, c.text, line.title);
    in.y0 += ui::paragraph(in.top_left(), in.width(), line.words, ui::body_reading(), c.text);
    if (line.evidence.empty()) return;
    in.y0 += em(evidence_gap);
    ui::paragraph(in.top_left(), in.width(), line.evidence, ui::small_reading(), c.muted);
}

FindingLine line_of(const Finding& finding) {
    FindingLine line = {
        .title = finding.title, .words = unbroken(finding.words), .evidence = unbroken(finding.evidence)};
    if (!line.evidence.empty()) line.evidence += ".";
    if (!finding.enough) {
        line.strength = "too few";
        line.tone = ui::Tone::warn;
    } else if (finding.bearing == Bearing::good) {
        line.strength = "good";
        line.tone = ui::Tone::good;
        line.icon = ui::Icon::right;
    } else if (finding.bearing == Bearing::bad) {
        line.strength = "look here";
        line.tone = ui::Tone::bad;
        line.icon = ui::Icon::warning;
    } else {
        line.strength = "not clear";
    }
    return line;
}

}  // namespace

std::vector<FindingLine> finding_lines(std::span<const Finding> findings) {
    std::vector<FindingLine> lines;
    for (const Finding& finding : findings) lines.push_back(line_of(finding));
    return lines;
}

float findings_height(std::span<const FindingLine> lines, float width) {
    float height = 0;
    for (const FindingLine& line : lines) height += line_height(line, width) + em(finding_gap);
    return height > 0 ? height - em(finding_gap) : 0.0f;
}

void draw_findings(std::span<const FindingLine> lines, const Rect& in) {
    Rect rest = in;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) ui::hairline_across(in.x0, in.x1, std::floor(rest.y0 - em(finding_gap) / 2), ui::colors().line);
        draw_line(lines[i], ui::take_top(rest, line_height(lines[i], in.width()), em(finding_gap)));
    }
}

}  // namespace collimate
