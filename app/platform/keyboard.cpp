#include "app/platform/keyboard.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>

#include <cstring>
#include <optional>
#include <utility>

#include "app/widgets/keys.hpp"

namespace collimate {
namespace {

using ui::Key;

bool refresh = true;

std::optional<Key> named_key(int key) {
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12)
        return static_cast<Key>(static_cast<int>(Key::f1) + key - GLFW_KEY_F1);
    if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9)
        return static_cast<Key>(static_cast<int>(Key::d0) + key - GLFW_KEY_KP_0);
    switch (key) {
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::enter;
        case GLFW_KEY_ESCAPE:
            return Key::escape;
        case GLFW_KEY_TAB:
            return Key::tab;
        case GLFW_KEY_SPACE:
            return Key::space;
        case GLFW_KEY_BACKSPACE:
            return Key::backspace;
        case GLFW_KEY_DELETE:
            return Key::del;
        case GLFW_KEY_LEFT:
            return Key::left;
        case GLFW_KEY_RIGHT:
            return Key::right;
        case GLFW_KEY_UP:
            return Key::up;
        case GLFW_KEY_DOWN:
            return Key::down;
        case GLFW_KEY_PAGE_UP:
            return Key::page_up;
        case GLFW_KEY_PAGE_DOWN:
            return Key::page_down;
        case GLFW_KEY_HOME:
            return Key::home;
        case GLFW_KEY_END:
            return Key::end;
        case GLFW_KEY_KP_ADD:
            return Key::plus;
        case GLFW_KEY_KP_SUBTRACT:
            return Key::minus;
        default:
            return std::nullopt;
    }
}

/// What the layout prints on the key: on an AZERTY keyboard the first letter key is A, not Q.
std::optional<Key> printed_key(int key, int scancode) {
    const char* name = glfwGetKeyName(key, scancode);
    if (!name || std::strlen(name) != 1) {
        if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z)
            return static_cast<Key>(static_cast<int>(Key::a) + key - GLFW_KEY_A);
        if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9)
            return static_cast<Key>(static_cast<int>(Key::d0) + key - GLFW_KEY_0);
        return std::nullopt;
    }
    const char sign = name[0];
    if (sign >= 'a' && sign <= 'z') return static_cast<Key>(static_cast<int>(Key::a) + sign - 'a');
    if (sign >= '0' && sign <= '9') return static_cast<Key>(static_cast<int>(Key::d0) + sign - '0');
    if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return static_cast<Key>(static_cast<int>(Key::d0) + key - GLFW_KEY_0);
    if (sign == '+' || sign == '=') return Key::plus;
    if (sign == '-') return Key::minus;
    if (sign == ',') return Key::comma;
    if (sign == '.') return Key::period;
    return std::nullopt;
}

void on_key(GLFWwindow* window, int key, int scancode, int action, int mods) {
    if (key != GLFW_KEY_TAB) ImGui_ImplGlfw_KeyCallback(window, key, scancode, action, mods);
    if (action == GLFW_RELEASE) return;
    std::optional<Key> ours = named_key(key);
    if (!ours) ours = printed_key(key, scancode);
    if (!ours) return;
    const bool plain_sign = *ours == Key::plus || *ours == Key::minus;  // '+' needs Shift on most keyboards
    ui::push_key({*ours, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_SHIFT) != 0 && !plain_sign,
                  (mods & GLFW_MOD_ALT) != 0});
}

}  // namespace

void listen_to_keyboard(GLFWwindow* window) {
    glfwSetKeyCallback(window, on_key);
    glfwSetWindowRefreshCallback(window, [](GLFWwindow*) { refresh = true; });
}

bool take_refresh() { return std::exchange(refresh, false); }

}  // namespace collimate
