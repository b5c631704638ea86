#pragma once

// The only place that knows which Dear ImGui it is compiled against: Debian 12 packages 1.86, Debian 13 packages 1.90.

#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>

namespace collimate::ui::compat {

inline void use_freetype(ImFontAtlas& atlas) { atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType(); }

#if IMGUI_VERSION_NUM >= 18700

inline void put_mouse(ImGuiIO& io, float x, float y) { io.AddMousePosEvent(x, y); }
inline void put_mouse_button(ImGuiIO& io, bool down, int button = 0) { io.AddMouseButtonEvent(button, down); }
inline void put_wheel(ImGuiIO& io, float notches) { io.AddMouseWheelEvent(0, notches); }
inline void put_key(ImGuiIO& io, ImGuiKey key, bool down) { io.AddKeyEvent(key, down); }
inline void put_modifiers(ImGuiIO& io, bool ctrl, bool shift, bool alt) {
#if IMGUI_VERSION_NUM >= 18900
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(ImGuiMod_Alt, alt);
#else
    io.AddKeyEvent(ImGuiKey_ModCtrl, ctrl);
    io.AddKeyEvent(ImGuiKey_ModShift, shift);
    io.AddKeyEvent(ImGuiKey_ModAlt, alt);
#endif
}
/// Named keys need no table from 1.87 on.
inline void name_keys(ImGuiIO&) {}

#else

inline void put_mouse(ImGuiIO& io, float x, float y) { io.MousePos = ImVec2(x, y); }
inline void put_mouse_button(ImGuiIO& io, bool down, int button = 0) { io.MouseDown[button] = down; }
inline void put_wheel(ImGuiIO& io, float notches) { io.MouseWheel += notches; }
inline void put_key(ImGuiIO& io, ImGuiKey key, bool down) { io.KeysDown[io.KeyMap[key]] = down; }
inline void put_modifiers(ImGuiIO& io, bool ctrl, bool shift, bool alt) {
    io.KeyCtrl = ctrl;
    io.KeyShift = shift;
    io.KeyAlt = alt;
}
/// For a context without a window: every named key stands for itself.
inline void name_keys(ImGuiIO& io) {
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
}

#endif

}  // namespace collimate::ui::compat
