#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace collimate {

/// Refuses to put a file in the place of a link, a device, a folder or anything else that is not a regular file.
void check_regular(const std::filesystem::path& target);

/// Refuses a target that something would be lost by replacing: what `check_regular` refuses and, where a file of text
/// is to be written, a SQLite database, so that no export lies on a record or a bank. Where a database with the
/// application id `kind` is to be written, any file but an empty one or a database of that kind.
void check_target(const std::filesystem::path& target, std::optional<int> kind = std::nullopt);

/// Makes what was written under this name, file or folder, survive a power cut. Throws WorldFailed.
void sync_to_disk(const std::filesystem::path& path);

/// Gives a finished temporary file of the same folder its name, on disk when this returns. Throws WorldFailed.
void publish(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Writes `text` to `file`, all or nothing: temporary name, fsync, rename, fsync of the folder.
/// Throws Refused as `check_target` does, WorldFailed when the disk refuses.
void write_whole(const std::filesystem::path& file, std::string_view text);

}  // namespace collimate
