#pragma once

#include <filesystem>
#include <string_view>

namespace collimate {

/// Writes `text` to `file`, all or nothing: a temporary name, then a rename. Throws WorldFailed.
void write_whole(const std::filesystem::path& file, std::string_view text);

}  // namespace collimate
