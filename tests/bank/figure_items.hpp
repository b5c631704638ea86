#pragma once

#include <string>

#include "tests/bank/exam_folder.hpp"

namespace collimate::testing {

/// A rod of 40 mm whose place is drawn; the candidate marks it.
inline const std::string spot_item = R"toml(
[[item]]
id = "ct-s-0003"
area = "S.1"
points = ["inverse-square"]
type = "hotspot"
level = "application"
expected = 60
stem = "A dense rod was laid into the phantom. Where in this image does the rod lie?"
checked = 2026-11-22
revision = 1

[[item.source]]
doc = "A textbook of physics"
year = 2020
section = "Inverse square"
seen = "page"

[item.draw]
offset = { values = [-60, -55, -50, -45, 45, 50, 55, 60], unit = "mm" }

[item.let]
right_of_it = "offset / 2 + offset / 2"

[item.figure]
generator = "ct-phantom"
size = [96, 64]
with = { target_mm = 40, target_x_mm = "right_of_it", kernel = "smooth" }
seed = 7
alt = "Axial CT image of a round phantom with a bright disk beside its middle."

[item.option.a]
right = true
text = "The rod"
region = { part = "target" }
why = "It stands out by its density."

[item.option.b]
text = "The center"
region = { circle = [0.5, 0.5, 0.03] }
error = "isocenter taken for the rod"
why = "Nothing is seen there but water."
)toml";

inline const std::string ring_file = R"toml(generator = "ct-phantom"
version = 1
size = [64, 64]
seed = 5

[with]
ring_percent = 8
kernel = "sharp"
)toml";

inline std::string with_figure(std::string item, const std::string& figure) {
    return changed(std::move(item), "\n[item.option.a]", figure + "\n[item.option.a]");
}

inline const std::string plain_figure =
    "\n[item.figure]\nuse = \"ring\"\nalt = \"Axial CT image of a round phantom.\"\n";

}  // namespace collimate::testing
