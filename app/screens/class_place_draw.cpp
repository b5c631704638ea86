// Paints the place of a class: title, tabs and the page of the tab.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/class_dialogs_draw.hpp"
#include "app/screens/class_place.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Face;
using ui::Rect;

constexpr std::array<std::string_view, class_tab_count> tab_names = {"Overview",   "Items",    "Trends",      "Groups",
                                                                     "Curriculum", "Outcomes", "Assignments", "Log"};

constexpr float search_height = 2.12f;  // em
constexpr float search_width = 15.0f;

/// A button with its name, or its icon alone where room is short.
bool draw_tool(Rect& line, std::string_view name, ui::Icon sign, std::optional<ui::Key> key, bool named) {
    ui::ButtonLook look = {.show_key = false, .icon = sign};
    if (key) look.key = ui::Chord{*key};
    if (named)
        return ui::button(ui::take_right(line, ui::button_width(name, look), em(0.59f)), name,
                          ui::ButtonKind::secondary, look);
    return ui::icon_button(ui::take_right(line, em(ui::button_height), em(0.24f)), name, sign, look.key);
}

ClassDid draw_title(const ClassView& view, Rect head, const Stage& stage) {
    ClassDid event;
    Rect line = head;
    line.y0 += em(1.18f);
    line.y1 = line.y0 + em(ui::button_height);
    const bool named = beside(stage.room);
    if (view.can_export && draw_tool(line, "Export", ui::Icon::exported, ui::Key::e, named))
        event = class_page::ShowDialog{ClassDialog::exporting};
    if (draw_tool(line, "Classes", ui::Icon::group, std::nullopt, named))
        event = class_page::ShowDialog{ClassDialog::classes};
    if (draw_tool(line, "Add results", ui::Icon::disk, ui::Key::a, named))
        event = class_page::ShowDialog{ClassDialog::results};
    head.x1 = line.x1 - em(0.35f);
    ui::page_title(head, view.title, view.subtitle);
    return event;
}

float tabs_width() {
    float width = em(1.53f) * (class_tab_count - 1);
    for (const std::string_view name : tab_names) width += std::ceil(ui::text_width(Face::body_bold, name));
    return width;
}

ClassDid draw_names(Rect& line, bool on) {
    const Rect place = ui::take_right(line, em(5.3f), em(0.47f));
    ClassDid event;
    if (ui::switch_control(ui::centred(place, place.width(), em(1.76f)), "Names", on) || ui::take(ui::Key::n))
        event = class_page::SetNames{!on};
    const float words = std::ceil(ui::text_width(Face::small, "Names")) + 1;
    ui::text_in(ui::take_right(line, words, em(0.94f)), Face::small, ui::colors().muted, "Names");
    ui::tooltip_over(place, "Labels stand for the candidates while this is off.");
    return event;
}

/// Tabs on one line with the switch for names at its end; where they do not fit, chips on several.
ClassDid draw_tabs(const ClassView& view, const ClassDraft& draft, Rect& page) {
    ClassDid event;
    const float switch_width = em(9.4f);
    const int current = static_cast<int>(draft.tab);
    std::optional<int> chosen;
    if (tabs_width() + switch_width <= page.width()) {
        Rect line = ui::take_top(page, em(ui::tabs_height), em(0.94f));
        const Rect whole = line;
        event = draw_names(line, draft.names);
        chosen = ui::tabs({whole.x0, whole.y0, whole.x1, whole.y1}, "class", tab_names, current);
    } else {
        std::vector<ClassChip> chips;
        for (int i = 0; i < class_tab_count; ++i)
            chips.push_back({.name = std::string(tab_names[static_cast<std::size_t>(i)]), .on = i == current});
        chosen = draw_class_chips(chips, page);
        page.y0 += em(0.35f);
        Rect line = ui::take_top(page, em(1.76f), em(0.35f));
        event = draw_names(line, draft.names);
    }
    if (chosen) event = class_page::SetTab{static_cast<ClassTab>(*chosen)};
    if (!view.work.empty()) ui::wake_in(0.2);
    return event;
}

/// Narrows the list of candidates at the right of the line; Enter opens the one that is found.
ClassDid draw_search(const ClassView& view, ClassDraft& draft, Rect line) {
    constexpr std::string_view find = "Find a candidate";
    if (ui::take(ui::Key::s)) ui::focus_on(find);
    if (!draft.search.empty() && ui::take(ui::Key::escape)) {
        draft.search.clear();
        return class_page::Search{};
    }
    const Rect box = ui::take_right(line, em(search_width), em(0.71f));
    ui::text_in(line, Face::small, ui::colors().muted, view.overview->found, ui::Align::right);
    const ui::InputEvent typed =
        ui::input(box, find, draft.search, {.hint = "Name, number or label", .icon = ui::Icon::search});
    if (typed.submitted && view.overview->rows.size() == 1)
        return class_page::OpenCandidate{view.overview->rows.front().candidate};
    return typed.changed ? ClassDid(class_page::Search{}) : std::nullopt;
}

/// Whom the page is about: a group of the class to look through, and on the overview a search among the candidates.
ClassDid draw_whom(const ClassView& view, ClassDraft& draft, Rect& page) {
    const bool groups = !view.through.chips.empty();
    if (!groups && !view.overview) return std::nullopt;
    ClassDid event;
    Rect chips = page;
    const bool in_line = view.overview && page.width() > em(2 * search_width);
    if (in_line) {
        chips.x1 -= em(search_width + 4.7f);
        chips.y0 += em((search_height - ui::filter_chip_height) / 2);
    }
    float bottom = page.y0;
    if (groups) {
        const ui::Scope scope("through");
        if (const auto pressed = draw_class_chips(view.through.chips, chips))
            event = class_page::LookThrough{view.through.groups[static_cast<std::size_t>(*pressed)]};
        bottom = chips.y0;
    }
    if (view.overview) {
        const float top = in_line || !groups ? page.y0 : bottom + em(0.47f);
        const Rect line = {page.x0, top, page.x1, top + em(search_height)};
        if (ClassDid did = draw_search(view, draft, line)) event = std::move(did);
        bottom = std::max(bottom, line.y1);
    }
    page.y0 = bottom + em(0.71f);
    return event;
}

ClassDid draw_tab(const ClassView& view, const Rect& page, const Stage& stage) {
    if (!view.no_report.empty()) {
        const auto pressed = ui::empty_state(page, {.icon = ui::Icon::group,
                                                    .heading = "Nothing to tell yet",
                                                    .text = view.no_report,
                                                    .primary = "Add results"});
        return pressed ? ClassDid(class_page::ShowDialog{ClassDialog::results}) : std::nullopt;
    }
    if (view.overview) return draw_class_overview(*view.overview, page, stage);
    if (view.items) return draw_class_items(*view.items, view.sources, page, stage);
    if (view.trends) draw_class_trends(*view.trends, page, stage);
    if (view.groups) return draw_class_groups(*view.groups, page, stage);
    if (view.curriculum) return draw_class_curriculum(*view.curriculum, page, stage);
    if (view.outcomes) return draw_class_outcomes(*view.outcomes, page, stage);
    if (view.assignments) return draw_class_assignments(*view.assignments, page, stage);
    if (view.log) return draw_class_log(*view.log, page, stage);
    return std::nullopt;
}

/// In the lower right corner of the page, while a piece of work is under way behind it.
void draw_working(const ClassView& view, const Stage& stage) {
    if (view.work.empty()) return;
    const std::string words = view.work + "\u2026";
    const float width = ui::chip_width(words, ui::Icon::returns);
    ui::chip({stage.page.x1 - width - em(1.41f), stage.page.y1 - em(ui::chip_height) - em(0.71f)}, words,
             ui::Tone::accent, ui::Icon::returns);
}

ClassDid draw_pages(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Rect page = stage.page.inset(ui::page_margin(stage.room), 0);
    ClassDid event;
    if (view.candidate) {
        event = draw_class_candidate(*view.candidate, page, stage);
    } else if (view.item) {
        event = draw_class_item(*view.item, page, stage);
    } else {
        event = draw_title(view, ui::take_top(page, em(ui::title_height)), stage);
        if (ClassDid did = draw_tabs(view, draft, page)) event = std::move(did);
        if (ClassDid did = draw_whom(view, draft, page)) event = std::move(did);
        if (ClassDid did = draw_tab(view, page, stage)) event = std::move(did);
    }
    draw_working(view, stage);
    return event;
}

ClassDid draw_nothing(const Stage& stage) {
    Rect page = stage.page.inset(ui::page_margin(stage.room), 0);
    ui::page_title(ui::take_top(page, em(ui::title_height)), "Class", "for instructors");
    const auto pressed = ui::empty_state(
        page,
        {.icon = ui::Icon::group,
         .heading = "See how a class stands",
         .text = "Who is at risk and why, which questions need a look, what accreditors ask for: from the results your "
                 "candidates hand in. All of it stays in a file of yours, names apart.",
         .primary = "Open a class",
         .ghost = "New class"});
    if (pressed == ui::EmptyEvent::primary) return class_page::ShowDialog{ClassDialog::open};
    if (pressed == ui::EmptyEvent::ghost) return class_page::ShowDialog{ClassDialog::make};
    constexpr std::string_view demonstration = "Open the demonstration class";
    const float width = ui::link_width(demonstration, ui::Icon::on);
    if (ui::link({std::floor(page.centre().x - width / 2), page.centre().y + em(8.8f)}, demonstration, ui::Icon::on))
        return class_page::OpenDemonstration{};
    return std::nullopt;
}

ClassDid draw_fault(const ClassView& view, const Stage& stage) {
    const auto pressed = ui::empty_state(stage.page, {.icon = ui::Icon::warning,
                                                      .tone = ui::Tone::bad,
                                                      .heading = "This could not be done",
                                                      .text = view.fault,
                                                      .primary = view.open ? "Go back" : "Try again",
                                                      .ghost = "Open another class"});
    if (pressed == ui::EmptyEvent::primary)
        return view.open ? ClassDid(class_page::ForgetFault{}) : ClassDid(class_page::ReadAgain{});
    if (pressed == ui::EmptyEvent::ghost) return class_page::ShowDialog{ClassDialog::open};
    return std::nullopt;
}

ClassDid draw_work(const ClassView& view, const Stage& stage) {
    ui::wake_in(0.1);
    if (view.work.empty()) return std::nullopt;
    if (ui::loading(stage.page, {.what = view.work + "\u2026",
                                 .detail = view.work_place,
                                 .share = view.work_share,
                                 .can_cancel = view.can_stop}))
        return class_page::Stop{};
    return std::nullopt;
}

ClassDid draw_shown(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    switch (view.shows) {
        case ClassView::Shows::nothing:
            return draw_nothing(stage);
        case ClassView::Shows::work:
            return draw_work(view, stage);
        case ClassView::Shows::fault:
            return draw_fault(view, stage);
        case ClassView::Shows::pages:
            return draw_pages(view, draft, stage);
    }
    return std::nullopt;
}

}  // namespace

std::optional<ClassEvent> draw(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    ui::fill(stage.page, ui::colors().canvas);
    ClassDid event = draw_shown(view, draft, stage);
    if (ClassDid did = draw_class_dialog(view, draft, stage)) event = std::move(did);
    return event;
}

}  // namespace collimate
