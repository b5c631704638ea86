#pragma once

#include "app/screens/class_place.hpp"

namespace collimate {

/// The dialog that is open over the pages of a class, if any.
[[nodiscard]] ClassDid draw_class_dialog(const ClassView& view, ClassDraft& draft, const Stage& stage);

}  // namespace collimate
