#include <array>
#include <chrono>
#include <string>

#include "app/widgets/dialog.hpp"
#include "app/widgets/focus_state.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/typed_date.hpp"

namespace collimate::ui {
namespace {

using std::chrono::year_month;
using std::chrono::year_month_day;

year_month_day date_of(Day day) { return std::chrono::sys_days(std::chrono::days(day)); }
Day day_of(year_month_day date) { return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count()); }

/// The month a calendar shows; absent while it is closed.
std::optional<year_month>& shown_month(unsigned id) {
    static Kept<unsigned, std::optional<year_month>> all;
    return all[id];
}

std::string month_name(year_month month) {
    static constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December"};
    return std::string(names[static_cast<unsigned>(month.month()) - 1]) + " " +
           std::to_string(static_cast<int>(month.year()));
}

void month_head(Rect row, year_month& month) {
    if (icon_button(take_left(row, em(2)), "Month before", Icon::back)) month -= std::chrono::months(1);
    if (icon_button(take_right(row, em(2)), "Month after", Icon::on)) month += std::chrono::months(1);
    text_in(row, Face::body_bold, colors().text, month_name(month), Align::centre);
}

bool day_cell(const Rect& rect, Day day, bool chosen, bool enabled) {
    const Palette& c = colors();
    const std::string name = format_day(day);
    const Touch touch =
        control(rect, {.name = name, .kind = "day", .radius = em(Radius::badge), .enabled = enabled, .chosen = chosen});
    if (chosen)
        fill(rect, c.accent, em(Radius::badge));
    else if (touch.hovered)
        fill(rect, mix(c.surface, c.text, Tint::hover), em(Radius::badge));
    const Color ink = chosen ? c.on_accent : enabled ? c.text : c.edge;
    text_in(rect, Face::small, ink, std::to_string(static_cast<unsigned>(date_of(day).day())), Align::centre);
    return touch.clicked;
}

std::optional<Day> month_grid(Rect in, year_month month, std::optional<Day> chosen, Day first) {
    static constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const Rect heads = take_top(in, em(1.41f), em(0.12f));
    const std::vector<Rect> names = columns(heads, 7, em(0.12f));
    for (std::size_t i = 0; i < 7; ++i) text_in(names[i], Face::small, colors().muted, weekdays[i], Align::centre);
    const Group group("days", Arrows::both, Stops::one);
    const Day start = day_of(month / 1);
    const unsigned shift = std::chrono::weekday(std::chrono::sys_days(month / 1)).iso_encoding() - 1;
    const unsigned length = static_cast<unsigned>((month / std::chrono::last).day());
    std::optional<Day> picked;
    for (unsigned i = 0; i < length; ++i) {
        const unsigned cell = i + shift;
        const Rect row = at({in.x0, in.y0 + em(1.88f) * static_cast<float>(cell / 7)}, in.width(), em(1.76f));
        const Day day = start + static_cast<Day>(i);
        if (day_cell(columns(row, 7, em(0.12f))[cell % 7], day, chosen == day, day >= first)) picked = day;
    }
    return picked;
}

std::optional<Day> calendar(const Rect& anchor, std::string_view name, std::optional<year_month>& month,
                            std::optional<Day> chosen, Day first) {
    Dialog popup(name, Dialog::Popup{anchor}, em(2 + 0.35f + 1.53f + 6 * 1.88f), em(15.5f));
    Rect in = popup.content();
    month_head(take_top(in, em(2), em(0.35f)), *month);
    const std::optional<Day> picked = month_grid(in, *month, chosen, first);
    if (popup.opened()) focus_on(format_day(chosen && *chosen >= first ? *chosen : first));
    if (picked || popup.escaped()) month.reset();
    return picked;
}

}  // namespace

std::optional<Day> date_input(const Rect& rect, std::string_view name, std::string& draft, Day first) {
    const std::optional<Day> typed = typed_date(draft, first);
    const bool good = typed && *typed >= first;
    const std::string before = draft;
    const std::string open_name = "Calendar of " + std::string(name);
    const Rect sign = Rect{rect.x1 - rect.height(), rect.y0, rect.x1, rect.y1}.inset(em(0.24f));
    std::optional<year_month>& month = shown_month(ImGui::GetID(name.data(), name.data() + name.size()));
    // Asked before the field, so that it gets the mouse, and painted after it.
    const Touch touch = control(sign, {.name = open_name, .kind = "button", .radius = em(Radius::badge)});
    const InputEvent event =
        input(rect, name, draft, {.hint = "such as 9 Jan 2027", .faulty = draft.size() >= 8 && !good});
    if (touch.hovered) fill(sign, mix(colors().surface, colors().text, Tint::hover), em(Radius::badge));
    icon(sign.centre(), Icon::date, colors().muted, Face::icon_small);
    if (good)
        text_in({rect.x0, rect.y0, sign.x0 - em(0.35f), rect.y1}, Face::small, colors().muted,
                weekday(*typed) + " " + short_date(*typed), Align::right);
    if (touch.clicked) {
        const year_month_day shown = date_of(good ? *typed : first);
        month = shown.year() / shown.month();
    }
    std::optional<Day> picked;
    if (month) picked = calendar(rect, open_name, month, typed, first);
    if (picked) draft = format_day(*picked);
    if (picked) return picked;
    const std::optional<Day> now = typed_date(draft, first);
    if (event.changed && draft != before && now && *now >= first) return now;
    return std::nullopt;
}

}  // namespace collimate::ui
