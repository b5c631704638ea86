#include "app/widgets/input.hpp"

#include <cmath>

#include "app/widgets/focus_state.hpp"
#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

int grow(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
    auto& value = *static_cast<std::string*>(data->UserData);
    value.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = value.data();
    return 0;
}

ImVec4 floats(Color color) { return ImGui::ColorConvertU32ToFloat4(color); }

/// Our box is the frame; ImGui's field inside it is transparent. `air` pixels above and below a line belong to the
/// field.
class PlainField {
public:
    PlainField(bool enabled, float air) {
        const Palette& c = colors();
        const ImVec4 none(0, 0, 0, 0);
        for (const ImGuiCol part : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive, ImGuiCol_ChildBg,
                                    ImGuiCol_Border, ImGuiCol_NavHighlight})
            ImGui::PushStyleColor(part, none);
        ImGui::PushStyleColor(ImGuiCol_Text, floats(enabled ? c.text : c.edge));
        ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, floats(mix(c.surface, c.accent, 0.28f)));
        ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, none);
        ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, floats(mix(c.surface, c.edge, 0.6f)));
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, air});
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0.0f);
        ImGui::PushFont(font(Face::body));
    }
    ~PlainField() {
        ImGui::PopFont();
        ImGui::PopStyleVar(2);
        ImGui::PopStyleColor(10);
    }
    PlainField(const PlainField&) = delete;
    PlainField& operator=(const PlainField&) = delete;
};

enum class Lines { one, many };

InputEvent field(const Rect& inner, std::string_view name, std::string& value, Lines lines, bool enabled) {
    InputEvent event;
    const PlainField plain(enabled, lines == Lines::one ? std::floor((inner.height() - em()) / 2) : 0.0f);
    need_signs(Face::body, value);
    ImGui::SetCursorScreenPos(top_left(inner));
    if (just_focused(name)) {
        ImGui::SetKeyboardFocusHere();
        wake_in(0);  // the field opens in the next frame
    }
    ImGui::PushID(name.data(), name.data() + name.size());
    const int flags = ImGuiInputTextFlags_CallbackResize | (enabled ? 0 : ImGuiInputTextFlags_ReadOnly);
    if (lines == Lines::one) {
        ImGui::SetNextItemWidth(inner.width());
        event.submitted = ImGui::InputText("##field", value.data(), value.capacity() + 1,
                                           flags | ImGuiInputTextFlags_EnterReturnsTrue, grow, &value);
    } else {
        ImGui::InputTextMultiline("##field", value.data(), value.capacity() + 1, {inner.width(), inner.height()}, flags,
                                  grow, &value);
    }
    event.changed = ImGui::IsItemEdited();
    ImGui::PopID();
    return event;
}

/// Where the text itself stands within our box.
Rect text_room(const Rect& rect, const InputLook& look, Lines lines) {
    Rect inner = rect.inset(em(0.76f), 0);
    if (look.icon != Icon::none) take_left(inner, em(1.06f), em(0.47f));
    if (lines == Lines::many) return inner.inset(0, em(0.59f));
    return inner;
}

Color edge_of(const InputLook& look, bool active) {
    const Palette& c = colors();
    if (look.faulty) return c.bad;
    return active ? c.accent : mix(c.line, c.edge, look.enabled ? 0.6f : 0.0f);
}

/// A press on the box beside the text gives the field the keyboard too.
InputEvent boxed(const Rect& rect, std::string_view name, std::string& value, const InputLook& look, Lines lines) {
    const Palette& c = colors();
    const bool was_active = field_active(name);
    bordered(rect, look.enabled ? c.surface : c.sunken, edge_of(look, was_active), em(Radius::button),
             was_active || look.faulty ? em(0.12f) : 0);
    if (look.icon != Icon::none) icon({rect.x0 + em(0.94f), rect.centre().y}, look.icon, c.muted, Face::icon_small);
    const Rect inner = text_room(rect, look, lines);
    if (value.empty() && !look.hint.empty())
        text_in(lines == Lines::one ? inner : Rect{inner.x0, inner.y0, inner.x1, inner.y0 + em()}, Face::body, c.muted,
                look.hint);
    InputEvent event = field(inner, name, value, lines, look.enabled);
    const bool active = ImGui::IsItemActive();
    const Touch touch = control(rect, {.name = name,
                                       .kind = "input",
                                       .radius = em(Radius::button),
                                       .enabled = look.enabled,
                                       .ring = false,
                                       .pressed_by = PressedBy::nothing,
                                       .value = value});
    if (touch.clicked && !active) focus_on(name);
    note_field(name, active);
    return event;
}

}  // namespace

InputEvent input(const Rect& rect, std::string_view name, std::string& value, const InputLook& look) {
    return boxed(rect, name, value, look, Lines::one);
}

InputEvent search_input(const Rect& rect, std::string_view name, std::string& value) {
    return boxed(rect, name, value, {.hint = "Search", .icon = Icon::search}, Lines::one);
}

InputEvent text_area(const Rect& rect, std::string_view name, std::string& value, const InputLook& look) {
    return boxed(rect, name, value, look, Lines::many);
}

}  // namespace collimate::ui
