#include "app/widgets/style.hpp"

#include "app/widgets/compat.hpp"

namespace collimate::ui {

void set_up_imgui() {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // a blinking caret would keep the machine awake
    io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = style.FramePadding = style.ItemSpacing = style.ItemInnerSpacing = {0, 0};
    style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = style.FrameBorderSize = 0;
    style.WindowRounding = style.ChildRounding = style.PopupRounding = 0;
    style.WindowMinSize = {1, 1};
    style.ScrollbarSize = 6;
    style.ScrollbarRounding = 3;
    style.CircleTessellationMaxError = 0.1f;
    style.DisplaySafeAreaPadding = {0, 0};
}

}  // namespace collimate::ui
