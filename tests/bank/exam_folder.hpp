#pragma once

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "engine/bank/source.hpp"
#include "tests/support/catch.hpp"

namespace collimate::testing {

namespace fs = std::filesystem;

inline std::string contents(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder of its own below the temporary one, gone when the test is.
class TemporaryFolder {
public:
    TemporaryFolder() {
        static std::atomic<int> count{0};
        path_ = fs::temp_directory_path() /
                ("collimate-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        fs::create_directories(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] const fs::path& path() const { return path_; }

    void write(const std::string& name, std::string_view text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
    }

private:
    fs::path path_;
};

inline const std::string small_outline = R"toml(format = 1
exam = "arrt-ct"
registry = "arrt"
title = "Sample"
effective = "2026"
scored_items = 10
scale = { low = 1, cut = 75, high = 99 }
confidence = "low"
basis = "made for tests"
license = "CC BY 4.0"

[[area]]
code = "S"
title = "Safety"
items = 6
basis = "official"

[[area]]
code = "S.1"
title = "Dose"
items = 4
basis = "official"

[[area]]
code = "S.2"
title = "Shielding"
items = 2
basis = "official"

[[area]]
code = "P"
title = "Procedures"
items = 4
basis = "official"
)toml";

inline const std::string small_points = R"toml(format = 1

["S.1"]
inverse-square = "Exposure falls with the square of the distance."
dose-length = "DLP is CTDI~vol~ times the scan length."
)toml";

inline const std::string small_head = R"toml(format = 1
exam = "arrt-ct"
category = "S"
origin = "Written for the tests of Collimate from nothing but common knowledge."
authors = ["tester"]
)toml";

inline const std::string small_item = R"toml(
[[item]]
id = "ct-s-0001"
area = "S.1"
points = ["inverse-square"]
level = "application"
expected = 60
stem = "At 1 m the exposure rate is 8 mGy/h. What is it at 2 m from the same point source?"
arrange = "written"
checked = 2026-11-22
revision = 1

[[item.source]]
doc = "A textbook of physics"
year = 2020
section = "Inverse square"
seen = "page"

[item.option.a]
text = "1 mGy/h"
error = "distance cubed"
why = "This divides by the cube of the ratio."

[item.option.b]
right = true
text = "2 mGy/h"
why = "Doubling the distance spreads the beam over four times the area."

[item.option.c]
text = "4 mGy/h"
error = "first power of the distance"
why = "This divides by the ratio itself."
)toml";

inline const std::string small_drawn_item = R"toml(
[[item]]
id = "ct-s-0002"
area = "S.1"
points = ["inverse-square"]
level = "application"
expected = 60
stem = "At 1 m the rate is {rate} mGy/h. What is it at {far} m from the same point source?"
unit = "mGy/h"
decimals = 2
show = 3
apart = 5
require = ["far > 1"]
checked = 2026-11-22
revision = 1

[[item.source]]
doc = "A textbook of physics"
year = 2020
section = "Inverse square"
seen = "page"

[item.draw]
rate = { from = 16, to = 64, step = 16, unit = "mGy/h" }
far = { values = [1, 2, 4], unit = "m" }

[item.let]
square = "far * far"

[item.option.a]
right = true
value = "rate / square"
why = "{rate}/{square} = {value}."

[item.option.b]
value = "rate / far"
error = "first power of the distance"
why = "{value} divides by {far:1} itself."

[item.option.c]
value = "rate * square"
error = "ratio inverted"
why = "{value} grows."

[item.option.d]
value = "rate / (square * far)"
error = "distance cubed"
why = "{value} is too small."
)toml";

/// `text` with the one occurrence of `from` replaced.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    INFO("looking for: " << from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// Writes the small exam with these items.
inline void write_small_exam(const TemporaryFolder& folder, const std::string& items) {
    folder.write("outline.toml", small_outline);
    folder.write("points.toml", small_points);
    folder.write("items/s.toml", small_head + items);
}

/// 1-based line of the first place where `needle` stands.
inline int line_of(const std::string& text, const std::string& needle) {
    const auto at = text.find(needle);
    REQUIRE(at != std::string::npos);
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

inline bool names(const Diagnostics& diagnostics, const std::string& words, int line = -1) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& d) {
        return to_line(d).find(words) != std::string::npos && (line < 0 || d.line == line);
    });
}

inline std::string all_lines(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) text += to_line(diagnostic) + "\n";
    return text;
}

inline fs::path exemplar_folder(const std::string& exam) {
    return fs::path(COLLIMATE_SOURCE_DIR) / "tests/bank/data" / exam;
}

}  // namespace collimate::testing
