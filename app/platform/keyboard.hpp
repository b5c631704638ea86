#pragma once

struct GLFWwindow;

namespace collimate {

/// Passes key presses on to the widgets by what is printed on them in the person's layout, and to Dear ImGui's backend
/// all but Tab, which moves our focus and not its. After the backend has installed its callbacks.
void listen_to_keyboard(GLFWwindow* window);

/// True once after the window system asked for the window's picture again.
[[nodiscard]] bool take_refresh();

}  // namespace collimate
