#pragma once

#include <array>

#include "app/widgets/page.hpp"

namespace collimate::test {

/// What the rail of a gallery page lists.
inline const std::array<ui::RailItem, 7> rail_places{{{"Today", ui::Icon::today},
                                                      {"Practise", ui::Icon::practise},
                                                      {"Mock exam", ui::Icon::mock_exam},
                                                      {"Progress", ui::Icon::progress},
                                                      {"Bank", ui::Icon::bank},
                                                      {"Class", ui::Icon::group},
                                                      {"Settings", ui::Icon::settings, true}}};

}  // namespace collimate::test
