#pragma once

#include "app/screens/model.hpp"

namespace collimate {

/// Tells the class what is new: writes every result package that the shared folder of the preferences lacks. Does
/// nothing where none was chosen. What is in the way becomes a toast and costs nothing: the same packages are written
/// the next time.
void send_results(Model& model, Now now);

/// What is sent and what is not, in plain words.
[[nodiscard]] std::string_view sending_words();

}  // namespace collimate
