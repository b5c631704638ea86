// Paints the result of a session.
#include <algorithm>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/explanation_draw.hpp"
#include "app/screens/result.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Rect;

using ResultDid = std::optional<ResultEvent>;

constexpr float result_area_row = 1.65f;  // em
constexpr float result_answer_row = 2.82f;
constexpr float result_pace_height = 7.5f;

void draw_score(const ResultView& view, CardColumn& column) {
    const float words = height_of(view.summary, ui::body_reading(), column.content_width());
    Rect in = column.next("This session", {}, em(3.3f) + em(0.59f) + em(ui::score_strip_height) + em(0.71f) + words);
    Rect head = ui::take_top(in, em(3.3f), em(0.59f));
    const float figure = ui::text_in(head, ui::Face::figure, ui::colors().text, view.right);
    head.x0 += figure + em(0.71f);
    head.y0 += em(0.9f);
    ui::text_in(head, ui::Face::body, ui::colors().muted, view.of);
    const Share share = view.interval;
    ui::score_strip(ui::take_top(in, em(ui::score_strip_height), em(0.71f)), {.axis_low = 0,
                                                                              .axis_high = 100,
                                                                              .pass = 100 * view.cut,
                                                                              .value = 100 * share.share,
                                                                              .low = 100 * share.low,
                                                                              .high = 100 * share.high,
                                                                              .low_label = "0",
                                                                              .high_label = "100\u00A0%",
                                                                              .pass_label = view.cut_label});
    ui::paragraph(in.top_left(), in.width(), view.summary, ui::body_reading(), ui::colors().text);
}

void draw_areas(const ResultView& view, CardColumn& column) {
    if (view.areas.empty()) return;
    const auto count = static_cast<float>(view.areas.size());
    Rect in = column.next("Areas against the pass line", "right of questions, 80\u00A0% interval",
                          em(result_area_row) * count + em(1.18f));
    const float figures = ui::text_width(ui::Face::small, "20 of 20") + em(0.47f);
    const float dots = std::min(em(9.4f), in.width() * 0.34f);
    Rect middle;
    for (const ResultArea& area : view.areas) {
        Rect row = ui::take_top(in, em(result_area_row));
        ui::figures_in(ui::take_right(row, figures, em(0.71f)), ui::Face::small, ui::colors().text, area.right);
        middle = ui::take_right(row, dots, em(0.94f));
        ui::dot_interval(middle,
                         {.value = area.share, .low = area.low, .high = area.high, .cut = view.cut, .few = area.few});
        ui::text_in(row, ui::Face::body, ui::colors().text, area.name);
    }
    // The label stands under the cut, wholly inside the card.
    const float width = ui::text_width(ui::Face::small, view.cut_label);
    const float at = middle.x0 + middle.width() * static_cast<float>(view.cut);
    const float left = std::min(at - width / 2, in.x1 - width);
    ui::text({left, in.y0 + em(0.24f)}, ui::Face::small, ui::colors().muted, view.cut_label);
}

void draw_answer_words(const ResultAnswer& answer, Rect row, bool wide) {
    const auto& c = ui::colors();
    ui::icon({row.x0 + em(0.59f), row.centre().y}, answer.right ? ui::Icon::right : ui::Icon::wrong,
             answer.right ? c.good : c.bad);
    row.x0 += em(1.65f);
    Rect right = ui::take_right(row, wide ? em(7.5f) : em(4.5f), em(0.94f));
    const float half = std::floor(em(1.24f));
    right.y0 = row.y0 = row.y0 + std::floor((row.height() - 2 * half) / 2);
    ui::text_in(ui::take_top(right, half), ui::Face::small, c.text, answer.given, ui::Align::right);
    ui::text_in(ui::take_top(right, half), ui::Face::small, c.muted, answer.time, ui::Align::right);
    ui::text_in(ui::take_top(row, half), ui::Face::body, c.text, answer.stem);
    ui::text_in(ui::take_top(row, half), ui::Face::small, c.muted,
                answer.number + "   \u00B7   " + (answer.right ? "right" : "wrong") + "   \u00B7   " + answer.area);
}

ResultDid draw_answers(const ResultView& view, CardColumn& column) {
    if (view.answers.empty()) return std::nullopt;
    ResultDid event;
    Rect in = column.next("Answers", "wrong first", em(result_answer_row) * static_cast<float>(view.answers.size()));
    const ui::Group group("answers", ui::Arrows::vertical);
    for (std::size_t i = 0; i < view.answers.size(); ++i) {
        const Rect row = ui::take_top(in, em(result_answer_row));
        if (ui::table_row(row, "Answer " + view.answers[i].number, {.hairline = i > 0}))
            event = result::Open{view.answers[i].open};
        draw_answer_words(view.answers[i], row, row.width() > em(28));
    }
    return event;
}

void draw_pace(const ResultView& view, CardColumn& column) {
    if (view.pace.empty()) return;
    const float words = height_of(view.pace_text, ui::small_reading(), column.content_width());
    Rect in = column.next("Pace", view.pace_scope, em(result_pace_height) + em(0.94f) + words);
    const float longest = *std::max_element(view.pace.begin(), view.pace.end());
    const double top = std::max(20.0, std::ceil(std::max(longest, view.even_pace) / 20.0) * 20.0);
    std::vector<ui::Bar> bars;
    for (const float seconds : view.pace)
        bars.push_back(
            {.value = seconds, .color = ui::mix(ui::colors().surface, ui::colors().accent, ui::Tint::secondary_bar)});
    const std::string last = std::to_string(view.pace.size());
    const std::string half_label = std::to_string(static_cast<int>(top / 2));
    const std::string top_label = std::to_string(static_cast<int>(top));
    const std::array<ui::AxisLabel, 3> y{{{0, "0"}, {top / 2, half_label}, {top, top_label}}};
    std::vector<ui::AxisLabel> x{{0, "1"}};
    if (view.pace.size() > 1) x.push_back({static_cast<double>(view.pace.size()), last});
    ui::Bars chart = {.bars = bars, .y_high = top, .y_labels = y, .x_labels = x};
    if (view.even_pace > 0) chart.across = view.even_pace;
    ui::bars(ui::take_top(in, em(result_pace_height), em(0.94f)), chart);
    ui::paragraph(in.top_left(), in.width(), view.pace_text, ui::small_reading(), ui::colors().muted);
}

/// Paragraphs below each other.
void draw_lines(std::string_view title, std::string_view scope, const std::vector<std::string>& lines,
                CardColumn& column) {
    if (lines.empty()) return;
    const ui::Reading body = ui::body_reading();
    float height = -em(0.59f);
    for (const std::string& line : lines) height += height_of(line, body, column.content_width()) + em(0.59f);
    Rect in = column.next(title, scope, height);
    for (const std::string& line : lines)
        in.y0 += ui::paragraph(in.top_left(), in.width(), line, body, ui::colors().text) + em(0.59f);
}

/// The learning points of the wrong answers, and the way to their questions.
ResultDid draw_missed(const ResultView& view, CardColumn& column) {
    if (!view.any_missed) return std::nullopt;
    const float points = point_lines_height(view.points_missed, column.content_width());
    Rect in = column.next("Missed, in one line each", {}, points + em(0.82f) + ui::small_reading().line);
    in.y0 = draw_point_lines(view.points_missed, in) + em(0.82f);
    if (ui::link(in.top_left(), "Practise the wrong ones", ui::Icon::on)) return result::PractiseMissed{};
    return std::nullopt;
}

struct ResultTitle {
    Rect page;  ///< below it
    ResultDid event;
};

/// Title left, the two ways on at the right; below each other where there is no room.
ResultTitle draw_title(const ResultView& view, Rect page, bool wide) {
    ResultTitle row;
    const ui::ButtonLook again = {.key = ui::Chord{ui::Key::p}, .show_key = false};
    const ui::ButtonLook back = {.key = ui::Chord{ui::Key::enter}, .show_key = wide};
    Rect head = ui::take_top(page, em(ui::title_height));
    Rect line = head;
    line.y0 += em(1.18f);
    line.y1 = line.y0 + em(ui::button_height);
    if (ui::button(ui::take_right(line, ui::button_width("Back to Today", back), em(0.71f)), "Back to Today",
                   ui::ButtonKind::primary, back))
        row.event = result::BackToToday{};
    if (ui::button(ui::take_right(line, ui::button_width("Practise again", again), em(0.71f)), "Practise again",
                   ui::ButtonKind::secondary, again))
        row.event = result::PractiseAgain{};
    head.x1 = line.x1;
    ui::page_title(head, "Result", wide ? std::string_view(view.subtitle) : std::string_view());
    row.page = page;
    return row;
}

void draw_figures(const ResultView& view, CardColumn& column) {
    draw_areas(view, column);
    draw_lines("How sure you were", "right of the answers", view.calibration, column);
    draw_pace(view, column);
}

/// Beside each other: the answers left, what follows from them right. One column: score, what follows, answers,
/// figures.
ResultDid draw_cards(const ResultView& view, Rect in, const Stage& stage, float& bottom) {
    ResultDid event;
    if (!beside(stage.room)) {
        CardColumn column(in);
        draw_score(view, column);
        event = draw_missed(view, column);
        draw_lines("Tomorrow", {}, {view.tomorrow}, column);
        if (ResultDid opened = draw_answers(view, column)) event = std::move(opened);
        draw_figures(view, column);
        bottom = column.bottom();
        return event;
    }
    const auto parts = ui::columns(in, {58.5f, 41.5f}, em(ui::card_gap));
    CardColumn left(parts[0]);
    draw_score(view, left);
    event = draw_answers(view, left);
    CardColumn right(parts[1]);
    draw_lines("Tomorrow", {}, {view.tomorrow}, right);
    if (ResultDid practise = draw_missed(view, right)) event = std::move(practise);
    draw_figures(view, right);
    bottom = std::max(left.bottom(), right.bottom());
    return event;
}

}  // namespace

std::optional<ResultEvent> draw(const ResultView& view, ResultDraft& draft, const Stage& stage) {
    ui::fill(stage.page, ui::colors().canvas);
    if (view.page) {
        const auto event = draw_item_page(*view.page, draft.page, "Result", stage);
        return event ? ResultDid(*event) : std::nullopt;
    }
    const float margin = ui::page_margin(stage.room);
    ResultTitle title = draw_title(view, {stage.page.x0 + margin, stage.page.y0, stage.page.x1 - margin, stage.page.y1},
                                   beside(stage.room));
    const Rect body{stage.page.x0, title.page.y0 - em(ring_room), stage.page.x1, stage.page.y1};
    ui::ScrollArea area(body, "result", ui::colors().canvas);
    Rect in = area.content().inset(margin, 0);
    in.y0 += em(ring_room);
    float bottom = in.y0;
    ResultDid event = draw_cards(view, in, stage, bottom);
    area.reaches(bottom + em(1.41f));
    return event ? event : title.event;
}

}  // namespace collimate
