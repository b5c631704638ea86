#include "app/widgets/dialog.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/focus_state.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/scroll.hpp"

namespace collimate::ui {
namespace {

constexpr int bare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse;

Rect screen() {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

void begin_window(std::string_view name, const Rect& rect, int flags) {
    const std::string id = "##" + std::string(name);
    ImGui::SetNextWindowPos(top_left(rect));
    ImGui::SetNextWindowSize({rect.width(), rect.height()});
    ImGui::Begin(id.c_str(), nullptr, bare | flags);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}

/// True when nothing of that name was drawn in the frame before.
bool newly_opened(std::string_view name) {
    static Kept<std::string, int> last_drawn;
    const int now = ImGui::GetFrameCount();
    int& last = last_drawn[std::string(name)];
    const bool opened = last == 0 || now - last > 1;
    last = now;
    return opened;
}

}  // namespace

void Dialog::begin(std::string_view name) {
    opened_ = newly_opened(name);
    begin_window(name, screen(), 0);
    enter_layer(opened_);
    escaped_ = !opened_ && take(Key::escape);
}

Dialog::Dialog(std::string_view title, float content_height, float width) {
    begin(title);
    const Palette& c = colors();
    fill(screen(), c.scrim);
    const float padding = em(1.41f);
    const float head = em(1.88f) + em(0.59f);
    const Rect box = centred(screen(), (width > 0 ? width : em(24)), content_height + head + 2 * padding);
    const float radius = em(Radius::modal);
    shadow(box, radius, em(1.76f), em(0.59f), 0.30f);
    fill(box, c.surface, radius);
    content_ = box.inset(padding);
    text_in(take_top(content_, em(1.88f), em(0.59f)), Face::heading, c.text, title);
}

Dialog::Dialog(std::string_view name, const Popup& popup, float content_height, float width) {
    begin(name);
    const Palette& c = colors();
    const float padding = em(0.94f);
    const float height = content_height + 2 * padding;
    const float whole = width + 2 * padding;
    const bool below = popup.anchor.y1 + em(0.35f) + height < screen().y1;
    const float left =
        std::clamp(popup.anchor.x1 - whole, em(0.35f), std::max(screen().x1 - whole - em(0.35f), em(0.35f)));
    const Rect box =
        at({left, below ? popup.anchor.y1 + em(0.35f) : std::max(em(0.35f), popup.anchor.y0 - em(0.35f) - height)},
           whole, height);
    shadow(box, em(Radius::card), em(1.06f), em(0.29f), 0.16f);
    bordered(box, c.surface, c.line, em(Radius::card));
    content_ = box.inset(padding);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool outside = !box.contains({mouse.x, mouse.y});
    escaped_ = escaped_ || (!opened_ && outside && ImGui::IsMouseClicked(0));
}

Dialog::Dialog(std::string_view name, const Whole&) {
    begin(name);
    content_ = screen();
    fill(content_, colors().canvas);
}

Dialog::~Dialog() {
    leave_layer();
    ImGui::End();
}

std::optional<int> ask(std::string_view title, std::string_view words, std::span<const DialogButton> buttons,
                       int safe) {
    const float width = em(24);
    const Reading body = body_reading();
    const float inside = width - 2 * em(1.41f);
    const float height = measure(words, body, inside).height;
    Dialog dialog(title, height + em(1.41f) + em(2.36f), width);
    Rect in = dialog.content();
    paragraph(in.top_left(), inside, words, body, colors().muted);
    Rect foot = take_bottom(in, em(2.36f));
    std::vector<Rect> places(buttons.size());
    for (std::size_t i = buttons.size(); i-- > 0;)
        places[i] = take_right(foot, button_width(buttons[i].label), em(0.59f));
    if (dialog.opened() && safe < static_cast<int>(buttons.size()))
        focus_on(buttons[static_cast<std::size_t>(safe)].label);
    const Scope scope(title);
    const Group group("buttons", Arrows::horizontal);
    std::optional<int> answer = dialog.escaped() ? std::optional(safe) : std::nullopt;
    for (std::size_t i = 0; i < buttons.size(); ++i)
        if (button(places[i], buttons[i].label, buttons[i].kind)) answer = static_cast<int>(i);
    return answer;
}

bool toast(const Rect& page, std::string_view words, std::string_view action, Icon sign) {
    const Palette& c = colors();
    const float action_width = action.empty() ? 0 : text_width(Face::body_bold, action) + em(1.88f);
    const float icon_width = sign == Icon::none ? 0 : em(1.65f);
    const float beside = action_width + icon_width + em(2.36f);
    const float widest = std::min(page.width() - em(2), widest_measure(body_reading()) + beside);
    const TextSize size = measure(words, body_reading(), widest - beside);
    const float width = std::clamp(size.width + beside, std::min(em(20), widest), widest);
    const float height = size.height + em(1.64f);
    const Rect box = at({std::floor(page.centre().x - width / 2), page.y1 - height - em(1.41f)}, width, height);
    begin_window("toast", box.inset(-em(1.5f)),
                 ImGuiWindowFlags_NoFocusOnAppearing | (action.empty() ? ImGuiWindowFlags_NoInputs : 0));
    shadow(box, em(Radius::card), em(1.06f), em(0.29f), 0.16f);
    fill(box, c.toast, em(Radius::card));
    Rect in = box.inset(em(0.94f), 0);
    if (sign != Icon::none) icon(take_left(in, em(1.06f), em(0.59f)).centre(), sign, c.toast_text);
    bool pressed = false;
    if (!action.empty()) {
        const Rect right = take_right(in, action_width - em(0.94f), em(0.59f));
        const Rect place = right.inset(0, (right.height() - em(2.12f)) / 2);
        if (take(Key::f8)) focus_on(action);
        const Touch touch = control(place, {.name = action, .kind = "button", .radius = em(Radius::button)});
        if (touch.hovered) fill(place, mix(c.toast, c.toast_text, 2 * Tint::hover), em(Radius::button));
        text_in(place, Face::body_bold, c.toast_action, action, Align::centre);
        pressed = touch.clicked;
    }
    paragraph({in.x0, std::floor(in.centre().y - size.height / 2)}, in.width(), words, body_reading(), c.toast_text);
    ImGui::End();
    return pressed;
}

void key_caps(const Rect& row, std::string_view keys) {
    const Palette& c = colors();
    const auto is_word = [](std::string_view part) {
        return part == "to" || part == "then" || part == "or" || part == "a" || part == "letter" || part == "and";
    };
    float x = row.x0;
    while (!keys.empty()) {
        const std::size_t end = std::min(keys.find(' '), keys.size());
        const std::string_view part = keys.substr(0, end);
        keys.remove_prefix(std::min(end + 1, keys.size()));
        if (is_word(part)) {
            const float width = text_width(Face::small, part);
            text_in({x, row.y0, x + width + 1, row.y1}, Face::small, c.muted, part);
            x += width + em(0.35f);
        } else {
            x += keycap({x, row.centre().y}, part, c.surface, c.text) + em(0.35f);
        }
    }
}

namespace {

void draw_key_lines(const Rect& view, std::span<const KeyLine> lines, std::size_t half, float whole) {
    ScrollArea area(view, "key lines", colors().surface);
    const float line = em(1.76f);
    Rect in = area.content();
    if (whole > view.height()) in.x1 -= em(0.94f);  // the bar
    const std::vector<Rect> halves = columns(in, half < lines.size() ? 2 : 1, em(1.41f));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Rect& column = halves[i / half];
        const float top = column.y0 + line * static_cast<float>(i % half);
        Rect row{column.x0, top, column.x1, top + line};
        key_caps(take_left(row, em(9.4f), em(0.47f)), lines[i].keys);
        text_in(row, Face::body, colors().text, lines[i].does);
    }
    area.reaches(in.y0 + whole);
}

}  // namespace

bool key_map(std::string_view place, std::span<const KeyLine> lines) {
    const float line = em(1.76f);
    const bool wide = screen().width() >= em(48);
    const std::size_t half = lines.size() > 10 && wide ? (lines.size() + 1) / 2 : lines.size();
    const bool two = half < lines.size();
    const float width = wide ? (two ? 46.0f : 25.0f) : 36.0f;
    const float foot_height = em(0.94f) + em(button_height);
    const float room = screen().height() - em(7) - foot_height;
    const float whole = line * static_cast<float>(half);
    Dialog dialog("Keys, " + std::string(place), std::min(whole, room) + foot_height,
                  std::min(em(width), screen().width() - em(2)));
    Rect in = dialog.content();
    Rect foot = take_bottom(in, em(button_height), em(0.94f));
    draw_key_lines(in, lines, half, whole);
    if (dialog.opened()) focus_on("Close");
    const bool closed = button(take_right(foot, button_width("Close")), "Close");
    return closed || dialog.escaped() || (!dialog.opened() && take(Key::question));
}

}  // namespace collimate::ui
