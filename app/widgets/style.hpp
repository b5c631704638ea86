#pragma once

namespace collimate::ui {

/// Sets Dear ImGui up for our widgets in the current context: no borders, no paddings, smooth circles, no files, no
/// keyboard navigation of its own. Once after the context is made.
void set_up_imgui();

}  // namespace collimate::ui
